"""One Query a page, in id order, from the project's own partition or, for one purpose, from the index by_purpose.

The partition is read consistently; an index cannot be, so a page of one purpose may lag a write by some milliseconds.
IAM action: Query, on the table or on the index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filegate.adapters.dynamodb_items import partition, purpose_key, text
from filegate.adapters.dynamodb_records import all_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.pages import PageQuery

_FIRST, _LAST = "F#", "F#~"


def matching_items(dynamodb: DynamoDBClient, table: str, query: PageQuery) -> Iterator[Item]:
    """All items that the query may want, page by page as they are asked for."""
    return all_items(dynamodb, _request(table, query))


def _request(table: str, query: PageQuery) -> dict[str, Any]:
    low, high = _bounds(query)
    hash_name, hash_value = "PK", partition(query.project)
    source: dict[str, Any] = {"ConsistentRead": True}
    if query.purpose:
        hash_name, hash_value = "purpose_key", purpose_key(query.project, query.purpose)
        source = {"IndexName": "by_purpose"}
    return source | {
        "TableName": table,
        "KeyConditionExpression": f"{hash_name} = :hash AND SK BETWEEN :low AND :high",
        "ExpressionAttributeValues": {":hash": hash_value, ":low": text(low), ":high": text(high)},
        "ScanIndexForward": not query.newest_first,
        "Limit": query.offset + query.limit + 1,
    }


def _bounds(query: PageQuery) -> tuple[str, str]:
    """The sort keys between which the page lies; BETWEEN includes both, so the cursor itself is stepped over."""
    if query.after is None:
        return _FIRST, _LAST
    if query.newest_first:
        return _FIRST, f"F#{int(query.after, 16) - 1:032x}"
    return f"F#{int(query.after, 16) + 1:032x}", _LAST
