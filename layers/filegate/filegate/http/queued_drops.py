"""Messages of the ingest queue: what EventBridge says of a new object, or what asks for one again in the same shape.

EventBridge gives keys as they are; it is S3's own notifications that have them URL-encoded.
"""

import json
from collections.abc import Mapping
from typing import Any

from filegate.domain.drops import Drop


def queued_drop(record: Mapping[str, Any]) -> Drop:
    """The object that a record of SQS tells of. Raises LookupError, TypeError or ValueError where it tells of none."""
    told = json.loads(record["body"])["detail"]["object"]
    key, version = told["key"], told.get("version-id")
    if not isinstance(key, str) or not key or not isinstance(version, str | None):
        raise TypeError("the message names no object")
    return Drop(key, version)
