"""Rejections of dropped objects as DynamoDB items, and back (layout: dynamodb_items)."""

from __future__ import annotations

from filegate.adapters.dynamodb_items import Item, number, text
from filegate.domain.drops import DroppedObject, Reason, Rejection

REJECTIONS = text("DROPS")
KEPT_SECONDS = 30 * 86_400


def rejection_key(file_id: str) -> Item:
    """By the id that the file would have had; a partition each, so that asking whether there is one is never hot."""
    return {"PK": text(f"D#{file_id}"), "SK": text(f"R#{file_id}")}


def rejection_item(rejection: Rejection) -> Item:
    dropped = rejection.dropped
    return rejection_key(dropped.file_id) | {
        "purpose_key": REJECTIONS,
        "bucket": text(dropped.bucket),
        "object_key": text(dropped.key),
        "version": text(dropped.version),
        "size": number(dropped.size),
        "dropped_at": number(dropped.dropped_at),
        "reason": text(rejection.reason.value),
        "rejected_at": number(rejection.rejected_at),
        "ttl": number(rejection.rejected_at + KEPT_SECONDS),
    }


def rejection_of(item: Item) -> Rejection:
    dropped = DroppedObject(
        bucket=item["bucket"]["S"],
        key=item["object_key"]["S"],
        version=item["version"]["S"],
        size=int(item["size"]["N"]),
        dropped_at=int(item["dropped_at"]["N"]),
    )
    reason, rejected_at = Reason(item["reason"]["S"]), int(item["rejected_at"]["N"])
    return Rejection(dropped=dropped, reason=reason, rejected_at=rejected_at)
