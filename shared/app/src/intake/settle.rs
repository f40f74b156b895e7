//! When every shop is pulled: what is gone, and on to the masters.

use super::{
    at::{At, begin_building, is_pulled},
    gone, matching,
};
use crate::{
    Ports, WorkError,
    ports::{ImportPhase, PageResult},
};

/// Called after every mark, and by every repeat of a message that is marked (`result` is then absent).
///
/// Several workers may see the last slice done. All of them may look for what is gone, which repeats harmlessly; one
/// of them moves the phase and starts the matching. A repeat starts it again whatever the phase, because the worker
/// before it may have died between moving and sending; the batches' marks make the second start harmless.
pub(super) async fn settle(
    ports: &Ports,
    at: &At,
    result: Option<PageResult>,
    full: bool,
) -> Result<(), WorkError> {
    let repeated = !matches!(result, Some(PageResult::Counted(_)));
    let import = match result {
        Some(PageResult::Counted(import) | PageResult::Repeated(import)) => Some(import),
        None => ports.imports.get(&at.import).await?,
    };
    let Some(import) = import.filter(is_pulled) else { return Ok(()) };
    let starts = match import.phase {
        ImportPhase::Pulling => {
            if full {
                // Boxed: it makes cards of listings, for which it plans.
                Box::pin(gone::gone_of_all(ports, &import)).await?;
            }
            begin_building(ports, &import).await? || repeated
        }
        ImportPhase::Building => repeated,
        ImportPhase::Finished | ImportPhase::Failed => false,
    };
    if starts { matching::next(ports, &import, None).await } else { Ok(()) }
}
