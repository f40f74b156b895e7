//! Changes a connection's record: read, edit, write; tries again when another writer was first.

use domain::Channel;

use crate::{
    Ports, StoreError, conflict,
    ports::{Connection, Versioned},
};

/// How often an edit is tried when other writers are first.
pub(super) const TRIES: usize = 8;

/// Applies `edit` to the record of `channel`; writes only if it changes something. `None` without a record.
pub(crate) async fn amend(
    ports: &Ports,
    channel: &Channel,
    edit: impl Fn(&mut Connection) + Send + Sync,
) -> Result<Option<Versioned<Connection>>, StoreError> {
    conflict::retry(TRIES, || async {
        let Some(current) = ports.connections.get(channel).await? else { return Ok(None) };
        let mut edited = current.value.clone();
        edit(&mut edited);
        if edited == current.value {
            return Ok(Some(current));
        }
        edited.updated_at = ports.clock.now();
        ports.connections.put(&edited, current.version).await.map(Some)
    })
    .await
}
