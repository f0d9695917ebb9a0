"""The units that DynamoDB bills for a call, from its parameters (on demand, this table and its indexes).

Reads are strongly consistent, one unit for 4 KB, or half of that on an index. A write is one unit for each KB of the
item, two within a transaction, and one more for each index that the item is in. Items count by the bytes of their
names and values.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.recording import Call

READ_BYTES, WRITE_BYTES = 4096, 1024
USAGE_BYTES = 400
"""An item of which only the key is in the parameters: a project's usage, a key's rate window."""

FILE_BYTES = 350
INDEX_KEYS = ("purpose_key", "expiry_shard")


def read_units(call: Call) -> float:
    if call.method == "get_item":
        return 1
    if call.method != "query":
        return 0
    units: int = ceil(call.parameters["Limit"] * FILE_BYTES / READ_BYTES)
    return units / 2 if "IndexName" in call.parameters else units


def write_units(call: Call) -> float:
    if call.method == "put_item":
        return _put(call.parameters["Item"], 1)
    if call.method in ("update_item", "delete_item"):
        return ceil(USAGE_BYTES / WRITE_BYTES)
    if call.method == "transact_write_items":
        return sum(_in_transaction(action) for action in call.parameters["TransactItems"])
    return 0


def _in_transaction(action: Mapping[str, Any]) -> float:
    if "Put" in action:
        return _put(action["Put"]["Item"], 2)
    # A deleted file leaves the index by purpose, too.
    return 2 * ceil(USAGE_BYTES / WRITE_BYTES) + ("Delete" in action)


def _put(item: Mapping[str, Any], each: int) -> float:
    units = ceil(item_bytes(item) / WRITE_BYTES)
    return units * (each + sum(key in item for key in INDEX_KEYS))


def item_bytes(item: Mapping[str, Any]) -> int:
    """As DynamoDB reckons, a little too many for numbers."""
    return sum(len(name.encode()) + len(str(next(iter(value.values()))).encode()) for name, value in item.items())
