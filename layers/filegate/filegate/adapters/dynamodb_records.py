"""Single items of the table: read one, read those under a prefix, put a new one (layout: dynamodb_items).

IAM actions on the table: GetItem, Query and PutItem, in this order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.adapters.dynamodb_items import Item, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef


def item_at(dynamodb: DynamoDBClient, table: str, key: Item) -> Item | None:
    """The item of that key as the last write left it."""
    with unavailable_when_aws_fails("dynamodb", "GetItem"):
        return dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")


def items_under(
    dynamodb: DynamoDBClient,
    table: str,
    partition: AttributeValueTypeDef,
    prefix: str,
    after: str | None = None,
    at_once: int | None = None,
) -> Iterator[Item]:
    """The partition's items whose sort keys start with the prefix, in order, beyond <prefix><after> if that is given.

    They are fetched by so many `at_once`, or as many as DynamoDB gives.
    """
    request: dict[str, Any] = {
        "TableName": table,
        "KeyConditionExpression": "PK = :partition AND begins_with(SK, :prefix)",
        "ExpressionAttributeValues": {":partition": partition, ":prefix": text(prefix)},
        "ConsistentRead": True,
    }
    if at_once is not None:
        request["Limit"] = at_once
    if after is not None:
        # DynamoDB goes on behind any key, whether there is such an item or not.
        request["ExclusiveStartKey"] = {"PK": partition, "SK": text(prefix + after)}
    return all_items(dynamodb, request)


def all_items(dynamodb: DynamoDBClient, request: dict[str, Any]) -> Iterator[Item]:
    """What a Query finds, fetched page by page as it is asked for."""
    while True:
        with unavailable_when_aws_fails("dynamodb", "Query"):
            answer = dynamodb.query(**request)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def put_new(table: str, item: Item) -> TransactWriteItemTypeDef:
    """The put of an item that must not be there yet."""
    return {"Put": {"TableName": table, "Item": item, "ConditionExpression": "attribute_not_exists(PK)"}}
