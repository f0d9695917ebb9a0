"""Records of the table's stream, with new and old images, as changes of the domain's own things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filegate.adapters.dynamodb_batch_items import batch_of
from filegate.adapters.dynamodb_drop_items import rejection_of
from filegate.adapters.dynamodb_items import file_of
from filegate.adapters.dynamodb_tombstone_items import tombstone_of
from filegate.domain.events import Change

if TYPE_CHECKING:
    from collections.abc import Mapping


def change_of(record: Mapping[str, Any]) -> Change:
    """A record as Lambda is given it. One of an item that nobody is told about is a change without anything."""
    told = record["dynamodb"]
    identity: Any = {"id": record["eventID"], "at": int(told["ApproximateCreationDateTime"])}
    new, old = told.get("NewImage"), told.get("OldImage")
    kind = told["Keys"]["SK"]["S"][:2]
    if new is None or (old is not None and kind not in {"F#", "B#"}):
        return Change(**identity)
    if kind == "F#":
        return Change(**identity, was=file_of(old) if old else None, file=file_of(new))
    if kind == "B#":
        return Change(**identity, batch_was=batch_of(old) if old else None, batch=batch_of(new))
    if kind == "T#":
        stone = tombstone_of(new)
        return Change(**identity, file=stone.file, ended=stone.ending)
    return Change(**identity, rejection=rejection_of(new))
