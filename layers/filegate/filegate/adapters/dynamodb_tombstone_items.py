"""Tombstones as DynamoDB items, and back (layout: dynamodb_items)."""

from __future__ import annotations

from filegate.adapters.dynamodb_items import Item, file_of, item_key, number, record_of, text
from filegate.domain.tombstones import Ending, Tombstone


def tombstone_key(project: str, file_id: str) -> Item:
    return item_key(project, f"T#{file_id}")


def tombstone_item(stone: Tombstone, deletion: str) -> Item:
    """A new one. `deletion` names the decision, so that whoever made it can tell that it was this one."""
    file = stone.file
    return tombstone_key(file.project, file.id) | {
        "file": {"M": record_of(file)},
        "reason": text(stone.ending),
        "deleted_at": number(stone.deleted_at),
        "deletion": text(deletion),
        "expires_at": number(stone.purge_at),
        "expiry_shard": text(f"T#{file.id[-1]}"),
    }


def tombstone_of(item: Item) -> Tombstone:
    key: Item = {"PK": item["PK"], "SK": item["SK"]}
    return Tombstone(
        file=file_of(key | dict(item["file"]["M"])),
        ending=Ending(item["reason"]["S"]),
        deleted_at=int(item["deleted_at"]["N"]),
        purge_at=int(item["expires_at"]["N"]),
        purging="purging_at" in item,
        purged="purged_at" in item,
    )
