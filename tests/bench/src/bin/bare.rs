//! The baseline of `bench functions`: a minimal Lambda function with one SDK client.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::{Client, types::AttributeValue};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[derive(serde::Deserialize)]
struct Event {
    table: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let config = aws_config::defaults(BehaviorVersion::latest()).load().await;
    let client = Client::new(&config);
    run(service_fn(|event: LambdaEvent<Event>| read(event, &client))).await
}

/// One read by key, because nearly every event of ours makes at least one.
async fn read(event: LambdaEvent<Event>, client: &Client) -> Result<Value, Error> {
    let key = || AttributeValue::S("BENCH".to_owned());
    let answer = client
        .get_item()
        .table_name(event.payload.table)
        .key("pk", key())
        .key("sk", key())
        .consistent_read(true)
        .send()
        .await?;
    Ok(json!({ "found": answer.item.is_some() }))
}
