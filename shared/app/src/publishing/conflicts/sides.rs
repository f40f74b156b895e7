//! Who set the master's value and when, from the newest matching audit entry.

use std::collections::BTreeMap;

use domain::{diff::Field, master::field as master_field};
use futures::{StreamExt, TryStreamExt, stream};

use super::{Conflict, Said};
use crate::{
    StoreError,
    ports::{AuditEntry, Ports},
};

/// The most audit entries of one subject that are read.
const LOOK_BACK: usize = 50;
/// Subjects that are read at the same time.
const AT_ONCE: usize = 16;

/// Fills in the author and time of our side of each conflict.
pub(super) async fn tell(ports: &Ports, conflicts: &mut [Conflict]) -> Result<(), StoreError> {
    let mut subjects: Vec<String> = Vec::new();
    for conflict in conflicts.iter() {
        subjects.push(conflict.product.to_string());
        subjects.push(conflict.id.listing.to_string());
        if conflict.change.field == Field::Price {
            subjects.push(conflict.id.listing.channel.to_string());
        }
    }
    subjects.sort();
    subjects.dedup();
    let entries: BTreeMap<String, Vec<AuditEntry>> = stream::iter(subjects)
        .map(|subject| async move {
            let page = ports.audit.list(Some(&subject), None, LOOK_BACK).await?;
            Ok::<_, StoreError>((subject, page.items))
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    for conflict in conflicts {
        conflict.ours = ours(conflict, &entries);
    }
    Ok(())
}

fn ours(conflict: &Conflict, entries: &BTreeMap<String, Vec<AuditEntry>>) -> Said {
    let of = |subject: &str| entries.get(subject).into_iter().flatten();
    let field = conflict.change.field;
    let product = of(conflict.product.as_str()).find(|entry| names(entry, conflict, field));
    let key = conflict.id.listing.to_string();
    let own =
        of(&key).find(|entry| matches!(field, Field::Title | Field::Description) && says_own(entry, field));
    let rule = of(conflict.id.listing.channel.as_str())
        .find(|entry| field == Field::Price && entry.action.starts_with("price_"));
    // Without an entry about the field, the value is from the creation of the product.
    let made = || of(conflict.product.as_str()).next_back();
    let newest = [product, own, rule].into_iter().flatten().max_by_key(|entry| entry.at).or_else(made);
    newest.map_or_else(Said::default, |entry| Said { by: Some(entry.actor.clone()), at: Some(entry.at) })
}

/// Whether an edit of the product changed the field.
fn names(entry: &AuditEntry, conflict: &Conflict, field: Field) -> bool {
    let Some(changed) = entry.details.get("changed").and_then(|changed| changed.as_object()) else {
        return false;
    };
    let bare = match field {
        Field::Price => master_field::BASE_PRICE,
        other => other.as_str(),
    };
    let of_variant = conflict.change.variant.as_ref().map(|variant| format!("variants.{variant}.{bare}"));
    changed.keys().any(|name| name == bare || of_variant.as_ref() == Some(name))
}

/// Whether an edit of the listing gave it its own text.
fn says_own(entry: &AuditEntry, field: Field) -> bool {
    let side = |side: &str| entry.details.get(side)?.get("overrides")?.get(field.as_str()).cloned();
    side("from") != side("to")
}
