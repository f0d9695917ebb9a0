"""Things to test with, described only where a test cares."""

import json
from hashlib import sha256
from itertools import count
from typing import Any

from filegate.domain.batch_files import BatchLimits
from filegate.domain.batches import Batch
from filegate.domain.drops import DroppedObject
from filegate.domain.errors import StorageFailure, StorageUnavailable
from filegate.domain.files import StoredFile
from filegate.domain.ids import uuid7
from filegate.domain.uploads import Part, Upload

NOW = 1_790_000_000
"""The unix second at which tests happen, where they choose it."""

CONTENT = b'{"custom_id":"1"}\n'

LIMITS = BatchLimits(lines=50_000, size=200_000_000, line_bytes=1_048_576)

_sequence = count()


def unavailable(operation: str, store: str = "s3") -> StorageUnavailable:
    return StorageUnavailable(StorageFailure(store, operation, attempts=3, status=503, fault="SlowDown"))


def an_id(created_at: int = NOW) -> str:
    """Ids made later are greater, also within one second."""
    return uuid7(created_at * 1000, next(_sequence).to_bytes(10, "big"))


def a_line(number: int = 1, **fields: Any) -> bytes:
    """A line of a batch file that is as it should be, but for `fields`."""
    request = {"custom_id": f"request-{number}", "method": "POST", "url": "/v1/chat/completions", "body": {}}
    return json.dumps(request | fields).encode()


def an_upload(**fields: Any) -> Upload:
    described = {
        "id": an_id(),
        "project": "acme",
        "name": "lines.jsonl",
        "purpose": "batch",
        "size": 10,
        "created_at": NOW,
        "expires_at": NOW + 3600,
    }
    return Upload(**(described | fields))


def a_part(upload: Upload, size: int = 10, **fields: Any) -> Part:
    described = {
        "id": an_id(),
        "upload_id": upload.id,
        "project": upload.project,
        "size": size,
        "created_at": NOW,
        "receipt": "receipt",
    }
    return Part(**(described | fields))


def a_dropped_object(**fields: Any) -> DroppedObject:
    described = {
        "bucket": "drop",
        "key": "acme/batch/lines.jsonl",
        "version": f"version-{next(_sequence)}",
        "size": len(CONTENT),
        "dropped_at": NOW,
    }
    return DroppedObject(**(described | fields))


def a_file(content: bytes = CONTENT, **fields: Any) -> StoredFile:
    created_at = fields.get("created_at", NOW)
    described = {
        "id": an_id(created_at),
        "project": "acme",
        "name": "lines.jsonl",
        "purpose": "batch",
        "size": len(content),
        "digest": f"sha256:{sha256(content).hexdigest()}",
        "created_at": created_at,
    }
    return StoredFile(**(described | fields))


def a_batch(**fields: Any) -> Batch:
    created_at = fields.get("created_at", NOW)
    described = {
        "id": an_id(created_at),
        "project": "acme",
        "endpoint": "/v1/chat/completions",
        "input_file_id": an_id(created_at),
        "created_at": created_at,
        "expires_at": created_at + 86_400,
        "heard_at": created_at,
    }
    return Batch(**(described | fields))
