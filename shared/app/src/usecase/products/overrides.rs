//! The seller's exceptions for one listing: its own title and description, and who decides which field.

use std::collections::BTreeMap;

use domain::{
    Invalid, ListingKey, Title,
    diff::{Field, Owner},
    product::MAX_DESCRIPTION,
};
use serde_json::json;

use super::EditError;
use crate::{
    StoreError, UseCaseError,
    ports::{AuditEntry, ListingState, Ports, TitleFrom, Versioned},
    usecase::titles::may_stand,
};

/// An absent field stays as it is; `Some(None)` returns to the master's value or the default owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListingEdit {
    pub title: Option<Option<String>>,
    pub description: Option<Option<String>>,
    pub owners: BTreeMap<Field, Option<Owner>>,
}

fn of_overrides(mut problem: Invalid) -> Invalid {
    "overrides.title".clone_into(&mut problem.field);
    problem
}

/// Edits the exceptions of a listing whose state was read at `expected`.
pub async fn edit_listing(
    ports: &Ports,
    actor: &str,
    key: &ListingKey,
    expected: Option<u64>,
    edit: ListingEdit,
) -> Result<Versioned<ListingState>, EditError> {
    let missing = || UseCaseError::NotFound { what: "listing", id: key.to_string() };
    let before = ports.listings.get(key).await?.ok_or_else(missing)?.state;
    if expected.is_some_and(|expected| expected != before.version) {
        return Err(StoreError::Conflict.into());
    }
    let mut after = before.value.clone();
    let mut problems = Vec::new();
    if let Some(title) = edit.title {
        match title.as_deref().map(Title::parse).transpose() {
            Ok(title) => {
                after.overrides.title = title.map(String::from);
                after.overrides.title_from = TitleFrom::Hand;
            }
            Err(problem) => problems.push(of_overrides(problem)),
        }
    }
    if let Some(title) = &after.overrides.title
        && after.overrides.title != before.value.overrides.title
    {
        match may_stand(ports, key, title).await {
            Err(EditError::Invalid(found)) => problems.extend(found.into_iter().map(of_overrides)),
            other => other?,
        }
    }
    if let Some(description) = edit.description {
        if description.as_ref().is_some_and(|text| text.chars().count() > MAX_DESCRIPTION) {
            let problem = format!("a description has at most {MAX_DESCRIPTION} characters");
            problems.push(Invalid::new("overrides.description", "description_too_long", problem));
        }
        if let Some(Err(problem)) =
            description.as_deref().map(|text| domain::description::check("overrides.description", text))
        {
            problems.push(problem);
        }
        after.overrides.description = description;
    }
    for (field, owner) in edit.owners {
        match owner {
            Some(owner) => after.owners.0.insert(field, owner),
            None => after.owners.0.remove(&field),
        };
    }
    if !problems.is_empty() {
        return Err(EditError::Invalid(problems));
    }
    if after == before.value {
        return Ok(before);
    }
    let stored = ports.listings.put_state(&after, before.version).await?;
    let side = |state: &ListingState| json!({ "overrides": state.overrides, "owners": state.owners });
    ports
        .audit
        .append(&AuditEntry {
            id: ports.ids.unique(),
            at: ports.clock.now(),
            actor: actor.to_owned(),
            action: "listing.edit".to_owned(),
            subject: key.to_string(),
            details: json!({ "from": side(&before.value), "to": side(&stored.value) }),
        })
        .await?;
    Ok(stored)
}
