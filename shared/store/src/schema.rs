//! The table as the stack's template declares it, for tests and tools that create one themselves.

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};

/// The index for all lists that are read newest first.
pub const GSI1: &str = "gsi1";
/// The index that the catalogue's cards are loaded from.
pub const CATALOGUE: &str = "catalogue";
/// When DynamoDB may delete the item, in epoch seconds.
pub const TTL: &str = "ttl";
/// Key attributes of the table and its indexes, each a string.
pub const KEYS: [&str; 6] = ["pk", "sk", "g1pk", "g1sk", "cpk", "csk"];
/// What the catalogue index carries of a product: one card. Of a listing it carries `listing`, its card as it is stored.
pub const CARD: [&str; 15] = [
    "id",
    "title",
    "skus",
    "status",
    "channels",
    "category",
    "min_price",
    "max_price",
    "updated_at",
    "version",
    "image",
    "attention",
    "stock",
    "variants",
    "listing",
];

/// Creates the table with its indexes and enables deletion by time to live. Fails when the table exists.
pub async fn create(client: &aws_sdk_dynamodb::Client, table: &str) -> Result<(), aws_sdk_dynamodb::Error> {
    let attributes = KEYS.map(|name| {
        build(
            AttributeDefinition::builder()
                .attribute_name(name)
                .attribute_type(ScalarAttributeType::S)
                .build(),
        )
    });
    client
        .create_table()
        .table_name(table)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes.into()))
        .set_key_schema(Some(key_schema("pk", "sk")))
        .global_secondary_indexes(index(
            GSI1,
            key_schema("g1pk", "g1sk"),
            Projection::builder().projection_type(ProjectionType::All).build(),
        ))
        .global_secondary_indexes(index(
            CATALOGUE,
            key_schema("cpk", "csk"),
            Projection::builder()
                .projection_type(ProjectionType::Include)
                .set_non_key_attributes(Some(CARD.map(str::to_owned).into()))
                .build(),
        ))
        .send()
        .await?;
    let ttl = aws_sdk_dynamodb::types::TimeToLiveSpecification::builder().attribute_name(TTL).enabled(true);
    client
        .update_time_to_live()
        .table_name(table)
        .time_to_live_specification(build(ttl.build()))
        .send()
        .await?;
    Ok(())
}

fn key_schema(hash: &str, range: &str) -> Vec<KeySchemaElement> {
    let element = |name, kind| build(KeySchemaElement::builder().attribute_name(name).key_type(kind).build());
    vec![element(hash, KeyType::Hash), element(range, KeyType::Range)]
}

fn index(name: &str, keys: Vec<KeySchemaElement>, projection: Projection) -> GlobalSecondaryIndex {
    let index = GlobalSecondaryIndex::builder().index_name(name).set_key_schema(Some(keys));
    build(index.projection(projection).build())
}

#[expect(clippy::expect_used, reason = "every required field is set a line above the call")]
fn build<T>(built: Result<T, aws_sdk_dynamodb::error::BuildError>) -> T {
    built.expect("all required fields are set")
}
