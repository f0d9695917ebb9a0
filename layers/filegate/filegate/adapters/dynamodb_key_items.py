"""The two items of an API key: by project, to list it, and by digest, to let it in (layout: dynamodb_items)."""

from __future__ import annotations

from filegate.adapters.dynamodb_items import Item, item_key, number, text
from filegate.domain.keys import ApiKey


def key_by_project(project: str, key_id: str) -> Item:
    return item_key(project, f"K#{key_id}")


def key_by_digest(digest: str) -> Item:
    return {"PK": text(f"K#{digest}"), "SK": text("KEY")}


def items_of(key: ApiKey) -> tuple[Item, Item]:
    record = {"name": text(key.name), "created_at": number(key.created_at)}
    if key.requests_per_minute is not None:
        record["requests_per_minute"] = number(key.requests_per_minute)
    by_project = key_by_project(key.project, key.id) | {"digest": text(key.digest)}
    by_digest = key_by_digest(key.digest) | {"project": text(key.project), "key_id": text(key.id)}
    return by_project | record, by_digest | record


def listed(item: Item) -> ApiKey:
    """The key of an item by project."""
    project, key_id = item["PK"]["S"].removeprefix("P#"), item["SK"]["S"].removeprefix("K#")
    return _key_of(item, key_id, project, item["digest"]["S"])


def found(item: Item) -> ApiKey:
    """The key of an item by digest."""
    return _key_of(item, item["key_id"]["S"], item["project"]["S"], item["PK"]["S"].removeprefix("K#"))


def _key_of(item: Item, key_id: str, project: str, digest: str) -> ApiKey:
    return ApiKey(
        key_id,
        project,
        item["name"]["S"],
        digest,
        created_at=int(item["created_at"]["N"]),
        revoked_at=_number_in(item, "revoked_at"),
        requests_per_minute=_number_in(item, "requests_per_minute"),
    )


def _number_in(item: Item, name: str) -> int | None:
    return int(item[name]["N"]) if name in item else None
