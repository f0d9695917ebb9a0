"""S3 failing under a joining (moto): the file is whole, or there is nothing of it."""

from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from filegate.adapters.aws import s3_joining_client
from filegate.adapters.s3_joining import THREADS
from filegate.adapters.s3_parts import S3Parts
from filegate.domain.errors import InvalidInput, StorageUnavailable
from filegate.domain.uploads import Part
from tests.builders import a_part, an_id, an_upload
from tests.faulty_s3 import OUTAGE, Answer, broken_off, instead, lost

pytestmark = pytest.mark.long

PART_BYTES = 4_194_304
PARTS = 6
WHOLE = PARTS * PART_BYTES
FILE_ID = an_id()
KEY = f"files/acme/{FILE_ID}"


@pytest.fixture
def client(bucket: str) -> Any:
    return s3_joining_client(THREADS)


@pytest.fixture
def store(client: Any, bucket: str) -> S3Parts:
    return S3Parts(client, bucket)


@pytest.fixture
def parts(bucket: str) -> list[Part]:
    """Six of 4 MiB, so three pieces."""
    upload, sound = an_upload(), S3Parts(s3_joining_client(THREADS), bucket)
    parts = [a_part(upload, PART_BYTES) for _ in range(PARTS)]
    return [replace(part, receipt=sound.put(part, bytes(PART_BYTES))) for part in parts]


def left_of_the_file() -> list[Any]:
    s3 = boto3.client("s3")
    uploads = s3.list_multipart_uploads(Bucket="bytes").get("Uploads", [])
    return uploads + s3.list_object_versions(Bucket="bytes", Prefix="files/").get("Versions", [])


def stored_size() -> int:
    (version,) = left_of_the_file()
    return int(version["Size"])


@pytest.mark.parametrize(
    ("operation", "after"),
    [("CreateMultipartUpload", 0), ("GetObject", 0), ("GetObject", 4), ("UploadPart", 0), ("UploadPart", 1)],
)
def test_an_outage_leaves_nothing(client: Any, store: S3Parts, parts: list[Part], operation: str, after: int) -> None:
    instead(client, operation, *[OUTAGE] * 1000, after=after)
    with pytest.raises(StorageUnavailable):
        store.join(parts, FILE_ID, None)
    assert left_of_the_file() == []


@pytest.mark.parametrize("operation", ["GetObject", "UploadPart", "CompleteMultipartUpload"])
def test_a_call_that_fails_once_is_made_again(client: Any, store: S3Parts, parts: list[Part], operation: str) -> None:
    instead(client, operation, OUTAGE)
    assert store.join(parts, FILE_ID, None).size == WHOLE
    assert stored_size() == WHOLE


@pytest.mark.parametrize("operation", ["GetObject", "UploadPart", "CompleteMultipartUpload"])
def test_a_refusal_is_no_outage_and_leaves_nothing(
    client: Any, store: S3Parts, parts: list[Part], operation: str
) -> None:
    instead(client, operation, *[(403, "AccessDenied")] * 1000)
    with pytest.raises(ClientError, match="AccessDenied"):
        store.join(parts, FILE_ID, None)
    assert left_of_the_file() == []


def test_a_content_that_breaks_off_is_read_again(client: Any, store: S3Parts, parts: list[Part]) -> None:
    broken_off(client, 1)
    assert store.join(parts, FILE_ID, None).size == WHOLE


def test_a_content_that_always_breaks_off_leaves_nothing(client: Any, store: S3Parts, parts: list[Part]) -> None:
    broken_off(client, 1000)
    with pytest.raises(StorageUnavailable):
        store.join(parts, FILE_ID, None)
    assert left_of_the_file() == []


def test_another_md5_is_found_out_before_there_is_a_file(client: Any, store: S3Parts, parts: list[Part]) -> None:
    instead(client, "CompleteMultipartUpload", *[(500, "must not be called")] * 10)
    with pytest.raises(InvalidInput):
        store.join(parts, FILE_ID, "0" * 32)
    assert left_of_the_file() == []


@pytest.mark.parametrize("second", [None, (404, "NoSuchUpload"), (412, "PreconditionFailed")])
def test_a_file_whose_making_was_not_answered_is_found(
    client: Any, store: S3Parts, parts: list[Part], second: Answer | None
) -> None:
    lost(client, "CompleteMultipartUpload")
    instead(client, "CompleteMultipartUpload", None, second)
    assert store.join(parts, FILE_ID, None).size == WHOLE
    assert stored_size() == WHOLE


@pytest.mark.parametrize("answer", [(404, "NoSuchUpload"), (412, "PreconditionFailed")])
def test_an_upload_that_is_gone_and_has_made_no_file_is_no_success(
    client: Any, store: S3Parts, parts: list[Part], answer: Answer
) -> None:
    instead(client, "CompleteMultipartUpload", answer)
    with pytest.raises(StorageUnavailable):
        store.join(parts, FILE_ID, None)
    assert left_of_the_file() == []


def test_another_object_under_the_key_is_no_success_and_stays(store: S3Parts, parts: list[Part]) -> None:
    boto3.client("s3").put_object(Bucket="bytes", Key=KEY, Body=b"other")
    with pytest.raises(StorageUnavailable):
        store.join(parts, FILE_ID, None)
    assert stored_size() == 5


def test_a_file_that_cannot_be_looked_for_is_no_success(client: Any, store: S3Parts, parts: list[Part]) -> None:
    instead(client, "CompleteMultipartUpload", (404, "NoSuchUpload"))
    instead(client, "HeadObject", (403, ""))
    with pytest.raises(StorageUnavailable):
        store.join(parts, FILE_ID, None)


def test_a_200_that_carries_an_error_is_tried_again(client: Any, store: S3Parts, parts: list[Part]) -> None:
    instead(client, "CompleteMultipartUpload", (200, "InternalError"))
    store.join(parts, FILE_ID, None)
    assert stored_size() == WHOLE


@pytest.mark.parametrize("answer", [(200, "InternalError"), (200, "InvalidPart"), (409, "ConditionalRequestConflict")])
def test_a_making_that_always_fails_leaves_nothing(
    client: Any, store: S3Parts, parts: list[Part], answer: Answer
) -> None:
    instead(client, "CompleteMultipartUpload", *[answer] * 10)
    with pytest.raises(StorageUnavailable):
        store.join(parts, FILE_ID, None)
    assert left_of_the_file() == []


def test_a_beginning_that_was_not_answered_leaves_no_second_upload(
    client: Any, store: S3Parts, parts: list[Part]
) -> None:
    lost(client, "CreateMultipartUpload")
    store.join(parts, FILE_ID, None)
    assert stored_size() == WHOLE


def test_the_failure_is_told_also_where_aborting_fails_and_clearing_mends_that(
    client: Any, store: S3Parts, parts: list[Part]
) -> None:
    instead(client, "UploadPart", *[(403, "AccessDenied")] * 1000)
    instead(client, "AbortMultipartUpload", *[OUTAGE] * 3)
    with pytest.raises(ClientError, match="UploadPart"):
        store.join(parts, FILE_ID, None)
    assert len(left_of_the_file()) == 1
    store.clear("acme", FILE_ID)
    assert left_of_the_file() == []
