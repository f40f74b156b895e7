"""The size of the table by DynamoDB's rules, because the emulator does not report it."""

import template

# Bytes for each item in the table and in each index, in addition to its attributes.
OVERHEAD = 100


def value(wrapped: dict) -> int:
    """Bytes of an attribute's value, by DynamoDB's rules."""
    (kind, held), *_ = wrapped.items()
    match kind:
        case "S":
            return len(held.encode())
        case "B":
            return len(held)
        case "N":
            return len(held.strip("-.")) // 2 + 2
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + value(one) for one in held)
        case "M":
            return 3 + sum(1 + len(name.encode()) + value(one) for name, one in held.items())
        case "SS" | "NS" | "BS":
            return sum(value({kind[0]: one}) for one in held)
    raise ValueError(f"unknown attribute kind {kind}")


def of(item: dict) -> int:
    return sum(len(name.encode()) + value(wrapped) for name, wrapped in item.items())


def table(told: dict) -> dict[str, int]:
    """Bytes of the table and of its indexes, and the number of items."""
    import boto3

    client = boto3.client(
        "dynamodb",
        endpoint_url=told["ministack"],
        region_name=told["region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    indexes = template.load()["Resources"]["Table"]["Properties"]["GlobalSecondaryIndexes"]
    sizes = {"items": 0, "table": 0, "indexes": 0}
    for page in client.get_paginator("scan").paginate(TableName=told["table"]):
        for item in page["Items"]:
            sizes["items"] += 1
            sizes["table"] += of(item) + OVERHEAD
            sizes["indexes"] += sum(in_index(index, item) for index in indexes)
    return sizes


def in_index(index: dict, item: dict) -> int:
    keys = [part["AttributeName"] for part in index["KeySchema"]]
    if not all(key in item for key in keys):
        return 0
    projection = index["Projection"]
    if projection["ProjectionType"] == "ALL":
        return of(item) + OVERHEAD
    copied = {"pk", "sk", *keys, *projection.get("NonKeyAttributes", [])}
    return of({name: held for name, held in item.items() if name in copied}) + OVERHEAD
