"""What a record of the table's stream says about a file (item layout: dynamodb_items). Asks AWS nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from filegate.adapters.dynamodb_items import file_of
from filegate.adapters.dynamodb_tombstone_items import tombstone_of
from filegate.domain.files import StoredFile
from filegate.domain.tombstones import Tombstone

_TIME_TO_LIVE = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


def ending_of(record: Mapping[str, Any]) -> StoredFile | Tombstone | None:
    """The file whose record DynamoDB has removed for its age, or a new tombstone. None is a change of another kind."""
    kind, name = record["dynamodb"]["Keys"]["SK"]["S"][:2], record["eventName"]
    if (kind, name) == ("T#", "INSERT"):
        return tombstone_of(record["dynamodb"]["NewImage"])
    if (kind, name) == ("F#", "REMOVE") and _by_time_to_live(record.get("userIdentity") or {}):
        return file_of(record["dynamodb"]["OldImage"])
    return None


def _by_time_to_live(identity: Mapping[str, Any]) -> bool:
    return {name: identity.get(name) for name in _TIME_TO_LIVE} == _TIME_TO_LIVE
