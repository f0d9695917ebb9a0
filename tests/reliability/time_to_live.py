"""DynamoDB's own removal of items whose `ttl` has passed, as it documents it: some time later, and told by the stream.

Sources: "Using time to live (TTL) in DynamoDB" and "DynamoDB Streams and Time to Live".
"""

from collections.abc import Sequence
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from tests.reliability.invariants import Item, files
from tests.reliability.stores import items, table

SERVICE = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
"""Who has removed it, in the record that the stream has of it."""

_READ = TypeDeserializer()


def remove_overdue(now: int) -> None:
    overdue: list[Any] = [item for item in table().all_items() if _ends(item) < now]
    for item in overdue:
        table().delete_item(item.hash_key, item.range_key)
        if table().stream_shard is not None:
            table().stream_shard.items[-1].record["userIdentity"] = SERVICE


def removed_files(records: Sequence[Any]) -> list[Item]:
    """Of which these records of the stream tell that DynamoDB itself has removed them."""
    images = [each["dynamodb"]["OldImage"] for each in records if each.get("userIdentity") == SERVICE]
    return files([{name: _READ.deserialize(value) for name, value in image.items()} for image in images])


def uncounted(removed: Sequence[Item]) -> list[Item]:
    """Those for which no tombstone stands yet, so that they count as if they were there."""
    buried = {item["SK"][2:] for item in items() if item["SK"].startswith("T#")}
    return [item for item in removed if item["SK"][2:] not in buried]


def _ends(item: Any) -> float:
    return int(item.attrs["ttl"].value) if "ttl" in item.attrs else float("inf")
