"""How tests of the functions make files end, and what is left then."""

import importlib
import json
import time
from typing import Any

import boto3

from filegate.adapters.dynamodb_endings import ending_of
from filegate.bootstrap import services
from filegate.domain.sweep import Findings
from filegate.usecases.sweep_store import sweep_store
from tests.functions.calls import Event, create, sample
from tests.functions.upload_calls import Context

HOUR = 3_600
DAY = 86_400


def expiring(content: bytes = b"{}\n") -> str:
    """The id, without its prefix, of a new file that expires in an hour."""
    made = create(content, **{"expires_after[anchor]": "created_at", "expires_after[seconds]": str(HOUR)})
    return made.removeprefix("file-")


def run(function: str) -> dict[str, Any]:
    """What a scheduled function answers."""
    answer: dict[str, Any] = importlib.import_module(f"functions.{function}.app").handler(
        sample(function), Context(840_000)
    )
    return answer


def item(sort_key: str) -> dict[str, Any] | None:
    key = {"PK": {"S": "P#acme"}, "SK": {"S": sort_key}}
    return boto3.client("dynamodb").get_item(TableName="files", Key=key).get("Item")


def removed_by_time_to_live(file_id: str) -> Event:
    """DynamoDB removes the record, and its stream says so."""
    old = item(f"F#{file_id}")
    assert old
    boto3.client("dynamodb").delete_item(TableName="files", Key={name: old[name] for name in ("PK", "SK")})
    return about(sample("reap_files.removed"), OldImage=old)


def buried(file_id: str) -> Event:
    """What the stream says of the tombstone."""
    new = item(f"T#{file_id}")
    assert new
    return about(sample("reap_files"), NewImage=new)


def about(event: Event, **images: Any) -> Event:
    (image,) = images.values()
    event = json.loads(json.dumps(event))
    event["Records"][0]["dynamodb"] |= images | {"Keys": {name: image[name] for name in ("PK", "SK")}}
    assert ending_of(event["Records"][0])
    return event


def objects() -> list[str]:
    """Keys of all versions and delete markers."""
    found = boto3.client("s3").list_object_versions(Bucket="bytes")
    return [each["Key"] for each in found.get("Versions", []) + found.get("DeleteMarkers", [])]


def clock(seconds: int) -> Any:
    """What `now_ms` is so many seconds from now."""
    return staticmethod(lambda: time.time_ns() // 1_000_000 + seconds * 1000)


def whole() -> bool:
    """Whether the sweep finds nothing that should not be, but for orphans of the last hour."""
    to = services()
    found = Findings(lambda *_: None)
    assert sweep_store(to.now_ms() + 60_000, to, found)
    return not (found.counts["missing_bytes"] or found.counts["usage_drift"])
