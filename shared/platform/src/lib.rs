//! What SyncStore needs of AWS and of the outside world, apart from the table.
//!
//! Owns: settings, telemetry, time and ids, queues and their dead letters, secrets, mail, pictures over HTTP and in
//! the bucket, access tokens, and the runner of queue batches. Implements `app`'s ports for them. Refuses: the table (`store`), the
//! vocabulary of any marketplace, and use cases. Nothing here decides what a message means.

pub mod auth;
pub mod aws;
pub mod batch;
pub mod clock;
pub mod config;
pub mod dead_letters;
pub mod http;
pub mod ids;
pub mod image_hash;
pub mod images;
pub mod mail;
pub mod media;
pub mod picture;
pub mod queues;
pub mod secrets;
pub mod telemetry;
