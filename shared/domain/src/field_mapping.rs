//! Which field of a channel corresponds to which field of the master, and who decides it: data that a person can change.
//!
//! Owns: the mapping of one channel, its defaults from what the channel knows, and what is wrong with one.
//! Refuses: how a value travels; that is the channel's own mapping code.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    Capabilities, Invalid,
    diff::{Field, Owner, Owners},
};

/// The mapping of one channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldMapping(pub BTreeMap<Field, MappedField>);

/// One field of the master on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedField {
    /// The channel's own name of it, such as `item_name`; absent where it is not mapped: it is neither compared nor
    /// pushed.
    pub channel_field: Option<String>,
    /// Who decides it where a listing has no owner of its own for it.
    pub owner: Owner,
}

impl FieldMapping {
    /// What holds until a person changes it: every field that the channel knows, under the name that it gives it,
    /// with [`Field::default_owner`].
    pub fn default_of(capabilities: &Capabilities) -> Self {
        let field = |(field, name): (&Field, &String)| {
            (*field, MappedField { channel_field: Some(name.clone()), owner: field.default_owner() })
        };
        Self(capabilities.fields.iter().map(field).collect())
    }

    /// A mapping names only fields that the channel knows, each under the channel's own name or not at all. A field that
    /// is never planned is the channel's: another owner would promise what nobody does.
    pub fn check(&self, capabilities: &Capabilities) -> Result<(), Invalid> {
        for (field, mapped) in &self.0 {
            let at = format!("fields.{}", field.as_str());
            let Some(known) = capabilities.fields.get(field) else {
                let problem = format!("{} has no such field", capabilities.name);
                return Err(Invalid::new(at, "channel_field_missing", problem));
            };
            if mapped.channel_field.as_ref().is_some_and(|name| name != known) {
                let problem = format!("{} calls this field {known}", capabilities.name);
                return Err(Invalid::new(format!("{at}.channel_field"), "channel_field_unknown", problem));
            }
            if field.is_read_only() && mapped.owner != Owner::Channel {
                let problem = "this field is only read from the channel";
                return Err(Invalid::new(format!("{at}.owner"), "owner_without_effect", problem));
            }
        }
        Ok(())
    }

    /// The fields that the channel knows and that no field of the master is mapped to: nothing of theirs is ever
    /// pushed or compared. Empty for a mapping without gaps.
    pub fn unmapped(&self, capabilities: &Capabilities) -> Vec<Field> {
        let mapped = |field: &Field| self.0.get(field).is_some_and(|mapped| mapped.channel_field.is_some());
        capabilities.fields.keys().copied().filter(|field| !mapped(field)).collect()
    }

    /// Who decides which field on this channel, before any exception of a listing.
    pub fn owners(&self) -> Owners {
        Owners(self.0.iter().map(|(field, mapped)| (*field, mapped.owner)).collect())
    }

    /// The fields to plan of `wanted` (all where it is absent): those that are mapped. Absent again where that leaves
    /// nothing out.
    pub fn planned(
        &self,
        capabilities: &Capabilities,
        wanted: Option<&BTreeSet<Field>>,
    ) -> Option<BTreeSet<Field>> {
        let unmapped = self.unmapped(capabilities);
        if unmapped.is_empty() {
            return wanted.cloned();
        }
        let all = || Field::ALL.into_iter().collect();
        let mut fields: BTreeSet<Field> = wanted.map_or_else(all, BTreeSet::clone);
        fields.retain(|field| !unmapped.contains(field));
        Some(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Capabilities {
        let fields = [(Field::Title, "item_name"), (Field::Price, "original_price"), (Field::Brand, "brand")];
        crate::capabilities::tests::a_channel(fields)
    }

    #[test]
    fn the_default_maps_every_field_that_the_channel_knows() {
        let mapping = FieldMapping::default_of(&shop());
        assert_eq!(mapping.unmapped(&shop()), []);
        assert_eq!(mapping.check(&shop()), Ok(()));
        assert_eq!(mapping.owners().of(Field::Title), Owner::Master);
        assert_eq!(mapping.owners().of(Field::Brand), Owner::Channel);
        assert_eq!(mapping.planned(&shop(), None), None);
    }

    #[test]
    fn a_field_without_a_name_is_found_and_left_out_of_plans() {
        let mut mapping = FieldMapping::default_of(&shop());
        mapping.0.get_mut(&Field::Price).unwrap().channel_field = None;
        mapping.0.remove(&Field::Brand);
        assert_eq!(mapping.unmapped(&shop()), [Field::Brand, Field::Price]);
        let wanted = BTreeSet::from([Field::Title, Field::Price]);
        assert_eq!(mapping.planned(&shop(), Some(&wanted)), Some(BTreeSet::from([Field::Title])));
        assert!(!mapping.planned(&shop(), None).unwrap().contains(&Field::Price));
        // What the channel does not know is nobody's gap.
        assert!(mapping.planned(&shop(), None).unwrap().contains(&Field::Weight));
    }

    #[test]
    fn a_mapping_to_what_the_channel_does_not_have_is_refused() {
        let mapped = |name: &str| MappedField { channel_field: Some(name.to_owned()), owner: Owner::Ask };
        let wrong = FieldMapping(BTreeMap::from([(Field::Weight, mapped("weight"))]));
        assert_eq!(wrong.check(&shop()).unwrap_err().code, "channel_field_missing");
        let wrong = FieldMapping(BTreeMap::from([(Field::Title, mapped("title"))]));
        let wrong = wrong.check(&shop()).unwrap_err();
        assert_eq!(
            (wrong.code, wrong.field.as_str()),
            ("channel_field_unknown", "fields.title.channel_field")
        );
    }

    #[test]
    fn a_field_that_is_never_pushed_has_no_other_owner_than_the_channel() {
        let mut mapping = FieldMapping::default_of(&shop());
        for owner in [Owner::Master, Owner::Ask] {
            mapping.0.get_mut(&Field::Brand).unwrap().owner = owner;
            let wrong = mapping.check(&shop()).unwrap_err();
            assert_eq!((wrong.code, wrong.field.as_str()), ("owner_without_effect", "fields.brand.owner"));
        }
    }

    #[test]
    fn a_listings_own_owner_stands_above_its_channels() {
        let mut mapping = FieldMapping::default_of(&shop());
        mapping.0.get_mut(&Field::Title).unwrap().owner = Owner::Ask;
        let own = Owners(BTreeMap::from([(Field::Brand, Owner::Master)]));
        let both = own.above(&mapping.owners());
        assert_eq!(both.of(Field::Title), Owner::Ask);
        assert_eq!(both.of(Field::Brand), Owner::Master);
        assert_eq!(both.of(Field::Weight), Owner::Master);
    }
}
