"""Items whose time is up, of all projects, by the index by_expiry: 16 shards a kind, so that no partition runs hot.

IAM actions: Query on the index, GetItem on the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filegate.adapters.dynamodb_items import number, text
from filegate.adapters.dynamodb_records import all_items, item_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient

    from filegate.adapters.dynamodb_items import Item

SHARDS = "0123456789abcdef"
"""The last digits of ids."""


def overdue_items(dynamodb: DynamoDBClient, table: str, kind: str, now: int) -> Iterator[Item]:
    """As the last write left them: the index lags, and what is out of it by now is passed over."""
    for digit in SHARDS:
        request = {
            "TableName": table,
            "IndexName": "by_expiry",
            "KeyConditionExpression": "expiry_shard = :shard AND expires_at <= :now",
            "ExpressionAttributeValues": {":shard": text(f"{kind}{digit}"), ":now": number(now)},
        }
        for key in all_items(dynamodb, request):
            item = item_at(dynamodb, table, {"PK": key["PK"], "SK": key["SK"]})
            if item and "expiry_shard" in item:
                yield item
