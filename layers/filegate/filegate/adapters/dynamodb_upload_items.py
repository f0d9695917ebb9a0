"""Upload sessions and parts as DynamoDB items, and back (layout: dynamodb_items)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from filegate.adapters.dynamodb_items import Item, file_of, item_key, number, text
from filegate.domain.uploads import SPARE_BYTES, Part, Upload, UploadStatus

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_TEXTS = ("name", "purpose", "status", "joining", "handle")
_NUMBERS = ("size", "created_at", "expires_at", "lifetime", "joining_until")


def upload_key(project: str, upload_id: str) -> Item:
    return item_key(project, f"U#{upload_id}")


def part_key(part: Part) -> Item:
    return item_key(part.project, f"U#{part.upload_id}#{part.id}")


def whole_room(upload: Upload) -> AttributeValueTypeDef:
    """The `room` of a session that has not taken any part."""
    return number(2 * upload.size + SPARE_BYTES)


def upload_item(upload: Upload) -> Item:
    """A new session. `room` is what its parts may still take: parts whose answer was lost are sent twice."""
    texts = {name: text(value) for name in _TEXTS if (value := getattr(upload, name)) is not None}
    numbers = {name: number(value) for name in _NUMBERS if (value := getattr(upload, name)) is not None}
    room = {"room": whole_room(upload), "expiry_shard": text(f"U#{upload.id[-1]}")}
    return upload_key(upload.project, upload.id) | texts | numbers | room


def upload_of(item: Item) -> Upload:
    texts = {name: item[name]["S"] for name in _TEXTS if name in item}
    numbers = {name: int(item[name]["N"]) for name in _NUMBERS if name in item}
    upload = Upload(
        id=item["SK"]["S"].removeprefix("U#"),
        project=item["PK"]["S"].removeprefix("P#"),
        name=texts["name"],
        purpose=texts["purpose"],
        status=UploadStatus(texts["status"]),
        joining=texts.get("joining"),
        joinings=frozenset(
            [*item.get("joinings", {}).get("SS", []), *([texts["joining"]] if "joining" in texts else [])]
        ),
        size=numbers["size"],
        created_at=numbers["created_at"],
        expires_at=numbers["expires_at"],
        lifetime=numbers.get("lifetime"),
        joining_until=numbers.get("joining_until", 0),
        handle=texts.get("handle"),
    )
    if "file" not in item:
        return upload
    file_key = item_key(upload.project, f"F#{upload.file_id(texts['joining'])}")
    return replace(upload, file=file_of(file_key | dict(item["file"]["M"])))


def part_item(part: Part) -> Item:
    record = {"size": number(part.size), "created_at": number(part.created_at), "receipt": text(part.receipt)}
    return part_key(part) | record


def part_of(item: Item) -> Part:
    upload_id, _, part_id = item["SK"]["S"].removeprefix("U#").partition("#")
    return Part(
        id=part_id,
        upload_id=upload_id,
        project=item["PK"]["S"].removeprefix("P#"),
        size=int(item["size"]["N"]),
        created_at=int(item["created_at"]["N"]),
        receipt=item["receipt"]["S"],
    )
