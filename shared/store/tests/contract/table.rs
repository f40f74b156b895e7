//! A table of its own for a test.

use aws_sdk_dynamodb::{
    Client,
    config::{BehaviorVersion, Credentials, Region},
    types::AttributeValue,
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

/// Two stores over one new table, like two Lambdas: they share only the table.
pub async fn two_stores() -> (Store, Store) {
    let (client, name) = (client(), format!("syncstore-{}", unique()));
    store::schema::create(&client, &name).await.expect("MiniStack creates a table");
    (Store::new(client.clone(), name.clone()), Store::new(client, name))
}

/// A store over a new table, with a client to read and change its items.
pub async fn open_store() -> (Store, Client, String) {
    let (client, name) = (client(), format!("syncstore-{}", unique()));
    store::schema::create(&client, &name).await.expect("MiniStack creates a table");
    (Store::new(client.clone(), name.clone()), client, name)
}

/// The sort keys of a partition.
pub async fn sort_keys(client: &Client, table: &str, partition: &str) -> Vec<String> {
    let answer = client
        .query()
        .table_name(table)
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", AttributeValue::S(partition.to_owned()))
        .send()
        .await
        .expect("a partition can be read");
    answer.items().iter().map(|item| item["sk"].as_s().expect("sort keys are texts").clone()).collect()
}
