"""Copies inside S3 (moto), small and in parts, also where S3 fails or has made them already."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from filegate.adapters import s3_copies
from filegate.adapters.aws import s3_copying_client
from filegate.adapters.s3_copies import copy_once, part_size
from filegate.domain.drops import MAX_DROP_BYTES, DroppedObject
from filegate.domain.errors import StorageUnavailable
from tests.builders import NOW
from tests.faulty_s3 import OUTAGE, instead, lost

MIB = 1_048_576
KEY = "files/acme/1"
CONTENT = bytes(range(256)) * 4096 * 12
SHA256_OF_ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def client(bucket: str, drop_bucket: str) -> Any:
    return s3_copying_client(4)


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if 12 MiB were more than can be copied at once."""
    monkeypatch.setattr(s3_copies, "AT_ONCE_BYTES", 6 * MIB)
    monkeypatch.setattr(s3_copies, "_LEAST_PART_BYTES", 5 * MIB)


def dropped(content: bytes) -> DroppedObject:
    key = "acme/batch/a b+ü?versionId=x.jsonl"
    version = boto3.client("s3").put_object(Bucket="drop", Key=key, Body=content)["VersionId"]
    boto3.client("s3").put_object(Bucket="drop", Key=key, Body=b"newer")
    return DroppedObject(bucket="drop", key=key, version=version, size=len(content), dropped_at=NOW)


def stored() -> bytes:
    content: bytes = boto3.client("s3").get_object(Bucket="bytes", Key=KEY)["Body"].read()
    return content


def unfinished() -> list[Any]:
    return list(boto3.client("s3").list_multipart_uploads(Bucket="bytes").get("Uploads", []))


def test_a_copy_has_the_bytes_of_that_version_and_no_metadata_or_tags_of_the_dropped_object(client: Any) -> None:
    assert copy_once(client, dropped(b"abc"), "bytes", KEY) == SHA256_OF_ABC
    assert stored() == b"abc"


def test_it_is_asked_for_under_the_condition_that_there_is_none(client: Any) -> None:
    seen: list[Any] = []
    client.meta.events.register("before-call.s3.CopyObject", lambda params, **_: seen.append(params["headers"]))
    copy_once(client, dropped(b"abc"), "bytes", KEY)
    assert (seen[0]["If-None-Match"], seen[0]["x-amz-checksum-algorithm"]) == ("*", "SHA256")


def test_a_copy_that_was_made_before_is_found(client: Any) -> None:
    source = dropped(b"abc")
    copy_once(client, source, "bytes", KEY)
    instead(client, "CopyObject", (412, "PreconditionFailed"))
    assert copy_once(client, source, "bytes", KEY) == SHA256_OF_ABC


@pytest.mark.usefixtures("in_parts")
def test_a_large_copy_is_made_in_parts_and_whole(client: Any) -> None:
    digest = copy_once(client, dropped(CONTENT), "bytes", KEY)
    assert stored() == CONTENT
    assert digest.partition(":")[0] in {"crc64nvme", "md5-of-parts"}
    assert unfinished() == []


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("operation", ["CreateMultipartUpload", "UploadPartCopy", "CompleteMultipartUpload"])
def test_an_outage_leaves_nothing_of_a_large_copy(client: Any, operation: str) -> None:
    source = dropped(CONTENT)
    instead(client, operation, *[OUTAGE] * 100)
    with pytest.raises(StorageUnavailable):
        copy_once(client, source, "bytes", KEY)
    assert unfinished() == []


@pytest.mark.usefixtures("in_parts")
def test_a_large_copy_whose_making_was_not_answered_is_found(client: Any) -> None:
    lost(client, "CompleteMultipartUpload")
    instead(client, "CompleteMultipartUpload", None, (404, "NoSuchUpload"))
    copy_once(client, dropped(CONTENT), "bytes", KEY)
    assert stored() == CONTENT


@pytest.mark.usefixtures("in_parts")
def test_a_large_copy_that_was_made_before_is_found_and_the_attempt_is_given_up(client: Any) -> None:
    source = dropped(CONTENT)
    first = copy_once(client, source, "bytes", KEY)
    assert copy_once(client, source, "bytes", KEY) == first
    assert unfinished() == []


@pytest.mark.parametrize(("fault", "raised"), [((403, "AccessDenied"), ClientError), (OUTAGE, StorageUnavailable)])
def test_a_refusal_is_no_outage(client: Any, fault: Any, raised: Callable[..., Any]) -> None:
    instead(client, "CopyObject", *[fault] * 100)
    with pytest.raises(raised):  # type: ignore[call-overload]
        copy_once(client, dropped(b"abc"), "bytes", KEY)


@pytest.mark.parametrize("size", [MAX_DROP_BYTES, 5 * 2**40])
def test_there_are_never_too_many_parts(size: int) -> None:
    assert -(-size // part_size(size)) <= 10_000
    assert part_size(size) >= 5 * MIB
