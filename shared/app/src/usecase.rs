//! What SyncStore does, one file per thing a seller or a marketplace can ask of it.
