//! One value out of what the sources say.

use super::{Origin, Provenance, Rule, Said, Source};
use crate::{ListingKey, diff::Field};

/// What one source says of a field.
#[derive(Debug, Clone)]
pub(super) struct Say<'a, T> {
    pub key: &'a ListingKey,
    pub value: T,
    /// The value as it is compared and shown.
    pub compared: String,
}

/// What a product says of a field now, and why.
#[derive(Debug)]
pub(super) struct Standing<'a, T> {
    /// The value and its text; absent where the product says nothing.
    pub value: Option<(T, String)>,
    pub before: Option<&'a Provenance>,
}

/// What `read` finds in each source, the newest edit first. A source that keeps its own value of `field` is asked
/// where it is alone, or where a person chose it.
pub(super) fn says<'a, T>(
    sources: &[&'a Source<'a>],
    field: Field,
    chosen: Option<&ListingKey>,
    read: impl Fn(&'a Source<'a>) -> Option<(T, String)>,
) -> Vec<Say<'a, T>> {
    let (mut says, mut own) = (Vec::new(), Vec::new());
    for source in sources {
        let Some((value, compared)) = read(source) else { continue };
        let say = Say { key: source.key, value, compared };
        if source.own.contains(&field) && chosen != Some(source.key) { own.push(say) } else { says.push(say) }
    }
    if says.is_empty() { own } else { says }
}

/// The value that follows, and why. `better` names the best of several that differ, by its place.
pub(super) fn decide<T: Clone>(
    standing: Standing<'_, T>,
    says: &[Say<'_, T>],
    better: impl Fn(&[Say<'_, T>]) -> (usize, Rule),
) -> (Option<T>, Option<Provenance>) {
    if let Some(kept) = kept_by_person(&standing, says) {
        return (standing.value.map(|(value, _)| value), Some(kept));
    }
    let chosen = standing.before.and_then(Provenance::chosen);
    let taken = if let Some(at) = says.iter().position(|say| Some(say.key) == chosen) {
        Some((at, Rule::Chosen))
    } else {
        match says {
            [] => None,
            [_] => Some((0, Rule::OnlyOne)),
            [first, rest @ ..] if rest.iter().all(|say| say.compared == first.compared) => {
                let from = standing.before.and_then(|before| before.from.listing());
                Some((says.iter().position(|say| Some(say.key) == from).unwrap_or(0), Rule::Agree))
            }
            _ => Some(better(says)),
        }
    };
    let Some((at, rule)) = taken else {
        // Nobody says anything any more: what is there stays.
        return (standing.value.map(|(value, _)| value), standing.before.cloned());
    };
    let say = &says[at];
    let from = Origin::Listing(say.key.clone());
    (Some(say.value.clone()), Some(Provenance::new(from, rule, others(says, &say.compared))))
}

/// The provenance of a value that building must leave alone.
fn kept_by_person<T>(standing: &Standing<'_, T>, says: &[Say<'_, T>]) -> Option<Provenance> {
    let compared = standing.value.as_ref().map(|(_, compared)| compared.as_str());
    let rule = match standing.before {
        Some(before) if before.is_person() => before.rule,
        // A value of an earlier version that no source says is somebody's edit.
        Some(before) if before.rule == Rule::Earlier => {
            let said = says.iter().any(|say| Some(say.compared.as_str()) == compared);
            (compared.is_some() && !says.is_empty() && !said).then_some(Rule::Earlier)?
        }
        Some(_) => return None,
        // A product that a person made.
        None => compared.map(|_| Rule::Typed)?,
    };
    Some(Provenance::new(Origin::Person, rule, others(says, compared.unwrap_or_default())))
}

fn others<T>(says: &[Say<'_, T>], taken: &str) -> Vec<Said> {
    says.iter().filter(|say| say.compared != taken).map(|say| Said::new(say.key, &say.compared)).collect()
}

/// The newest of what the sources say: they are in that order.
pub(super) fn newer<T>(_: &[Say<'_, T>]) -> (usize, Rule) {
    (0, Rule::NewerEdit)
}

/// A text without the white space that people do not see.
pub(super) fn squeezed(text: &str) -> String {
    crate::identity::seen(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
