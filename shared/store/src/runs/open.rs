//! The runs that may still have something to report: a row each, so that the schedule reads nothing else.

use app::StoreError;
use domain::RunId;

use crate::{
    Store,
    db::{Query, text},
    keys,
};

impl Store {
    pub(super) async fn open_runs(&self) -> Result<Vec<RunId>, StoreError> {
        let rows = self.query_all(&Query::partition(keys::OPEN_RUNS)).await?;
        let ids = rows.iter().filter_map(|row| text(row, "sk"));
        ids.map(|id| RunId::parse(id).map_err(|error| StoreError::Corrupt(error.to_string()))).collect()
    }
}
