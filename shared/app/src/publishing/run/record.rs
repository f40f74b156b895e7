//! The record of a run as it is read and written.

use domain::RunId;
use jiff::Timestamp;

use crate::{
    UseCaseError,
    ports::{Pace, Ports, Run, Versioned},
};

/// How often a change of a run is decided again when jobs move it meanwhile.
pub(super) const TRIES: usize = 30;

/// The run, or a clear refusal.
pub async fn get(ports: &Ports, id: &RunId) -> Result<Versioned<Run>, UseCaseError> {
    ports.runs.get(id).await?.ok_or_else(|| UseCaseError::NotFound { what: "run", id: id.to_string() })
}

/// The speed is counted from here.
pub(super) fn pace(run: &Run, now: Timestamp) -> Pace {
    Pace { since: now, settled: run.settled() }
}
