//! Chooses one value from those of the sources.

use super::{Origin, Provenance, Rule, Said, Source};
use crate::{ListingKey, diff::Field};

/// One source's value of a field.
#[derive(Debug, Clone)]
pub(super) struct Say<'a, T> {
    pub key: &'a ListingKey,
    pub value: T,
    /// The value as it is compared and shown.
    pub compared: String,
}

/// The product's current value of a field, and its provenance.
#[derive(Debug)]
pub(super) struct Standing<'a, T> {
    /// The value and its text; absent if the product has none.
    pub value: Option<(T, String)>,
    pub before: Option<&'a Provenance>,
}

/// The value that `read` finds in each source, the newest edit first. A source that keeps its own value of `field`
/// counts only if no other source has a value, or if a person chose it.
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

/// The chosen value and its provenance. `better` returns the index of the best of several different values.
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
        // No source has a value any more, so the current one stays.
        return (standing.value.map(|(value, _)| value), standing.before.cloned());
    };
    let say = &says[at];
    let from = Origin::Listing(say.key.clone());
    (Some(say.value.clone()), Some(Provenance::new(from, rule, others(says, &say.compared))))
}

/// The provenance of a value that building must not change; `None` if it may.
fn kept_by_person<T>(standing: &Standing<'_, T>, says: &[Say<'_, T>]) -> Option<Provenance> {
    let compared = standing.value.as_ref().map(|(_, compared)| compared.as_str());
    let rule = match standing.before {
        Some(before) if before.is_person() => before.rule,
        // A value from an earlier version that no source has was edited by a person.
        Some(before) if before.rule == Rule::Earlier => {
            let said = says.iter().any(|say| Some(say.compared.as_str()) == compared);
            (compared.is_some() && !says.is_empty() && !said).then_some(Rule::Earlier)?
        }
        Some(_) => return None,
        // A product that a person created.
        None => compared.map(|_| Rule::Typed)?,
    };
    Some(Provenance::new(Origin::Person, rule, others(says, compared.unwrap_or_default())))
}

fn others<T>(says: &[Say<'_, T>], taken: &str) -> Vec<Said> {
    says.iter().filter(|say| say.compared != taken).map(|say| Said::new(say.key, &say.compared)).collect()
}

/// Chooses the newest: the sources are in this order.
pub(super) fn newer<T>(_: &[Say<'_, T>]) -> (usize, Rule) {
    (0, Rule::NewerEdit)
}

/// A text without white space that people do not notice.
pub(super) fn squeezed(text: &str) -> String {
    crate::identity::seen(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
