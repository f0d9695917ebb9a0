"""What is in the table and in the buckets, read behind the API's back and without a call to AWS."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import FakeKey, s3_backends

from tests.aws_account import REGION

BUCKETS = ("bytes", "drop")


@dataclass(frozen=True)
class Object:
    """One version of an object, or a delete marker, whose content is None."""

    key: str
    version: str
    content: bytes | None
    etag: str


@dataclass(frozen=True)
class Multipart:
    key: str
    parts: list[bytes]


def table() -> Any:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables["files"]


def items() -> list[dict[str, Any]]:
    """All of them, in plain Python."""
    return [{name: _plain(value) for name, value in item.attrs.items()} for item in table().all_items()]


def bucket_of(name: str) -> Any:
    return s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[name]


def tags() -> dict[str, dict[str, str]]:
    """Of all objects in all buckets, by the ARN of the version."""
    found: dict[str, dict[str, str]] = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].tagger.tags
    return found


def versions(bucket: str = "bytes") -> Iterator[Object]:
    """Of each key the oldest first."""
    for key, found in dict.items(bucket_of(bucket).keys):
        for each in found:
            whole = isinstance(each, FakeKey)
            yield Object(key, str(each.version_id), each.value if whole else None, _etag(each) if whole else "")


def live_object(key: str, bucket: str = "bytes", version: str = "") -> Object | None:
    """The newest of that key unless it was deleted, or that very version."""
    found = [each for each in versions(bucket) if each.key == key and version in {"", each.version}]
    return found[-1] if found and found[-1].content is not None else None


def unfinished(bucket: str = "bytes") -> list[Multipart]:
    """All multipart uploads that were neither completed nor aborted."""
    uploads = bucket_of(bucket).multiparts.values()
    return [Multipart(each.key_name, [part.value for part in each.parts.values()]) for each in uploads]


def multipart_upload(upload_id: str, bucket: str = "bytes") -> Multipart | None:
    found = bucket_of(bucket).multiparts.get(upload_id)
    return found and Multipart(found.key_name, [part.value for part in found.parts.values()])


def _etag(key: FakeKey) -> str:
    return str(key.etag).strip('"')


def _plain(value: Any) -> Any:
    """A value as moto keeps it; our numbers are whole."""
    if value.type == "M":
        return {name: _plain(each) for name, each in value.value.items()}
    if value.type == "L":
        return [_plain(each) for each in value.value]
    return int(value.value) if value.type == "N" else value.value
