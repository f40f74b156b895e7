//! A table of its own for a test.

use aws_sdk_dynamodb::{
    Client,
    config::{BehaviorVersion, Credentials, Region},
};
use store::Store;
use testkit::contract::unique;

/// A client of the MiniStack that `make test` started.
pub fn client() -> Client {
    #[expect(clippy::disallowed_methods, reason = "a test's only setting")]
    let url = std::env::var("MINISTACK_URL")
        .expect("these tests need a table: run `make test`, or start MiniStack and set MINISTACK_URL");
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("ap-southeast-3"))
        .endpoint_url(url)
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .build();
    Client::from_conf(config)
}

/// A store over a new, empty table.
pub async fn store() -> Store {
    let (client, name) = (client(), format!("syncstore-{}", unique()));
    store::schema::create(&client, &name).await.expect("MiniStack creates a table");
    Store::new(client, name)
}
