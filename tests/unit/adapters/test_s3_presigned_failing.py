"""S3 failing under presigned parts (moto): one file or none, and nothing that stays for ever."""

from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from filegate.adapters.aws import s3_presigning_client
from filegate.adapters.s3_presigned_parts import S3PresignedParts
from filegate.domain.errors import InvalidInput, StorageUnavailable
from filegate.domain.uploads import Upload
from tests.builders import an_upload
from tests.faulty_s3 import OUTAGE, Answer, instead, lost

pytestmark = pytest.mark.long


@pytest.fixture
def client(bucket: str) -> Any:
    """For everything, the joining included."""
    return s3_presigning_client(patient=True)


@pytest.fixture
def store(client: Any, bucket: str) -> S3PresignedParts:
    return S3PresignedParts(client, client, bucket)


@pytest.fixture
def upload(store: S3PresignedParts) -> Upload:
    """With the only part that it has."""
    begun = an_upload(size=3)
    begun = replace(begun, handle=store.begin(begun))
    boto3.client("s3").upload_part(
        Bucket="bytes", Key=f"files/acme/{begun.id}", UploadId=str(begun.handle), PartNumber=1, Body=b"abc"
    )
    return begun


def left() -> int:
    s3 = boto3.client("s3")
    uploads, versions = s3.list_multipart_uploads(Bucket="bytes"), s3.list_object_versions(Bucket="bytes")
    return len(uploads.get("Uploads", [])) + len(versions.get("Versions", []))


def join(store: S3PresignedParts, upload: Upload) -> int:
    return store.join(upload, store.arrived(upload)).size


@pytest.mark.parametrize("second", [None, (404, "NoSuchUpload"), (412, "PreconditionFailed")])
def test_a_file_whose_making_was_not_answered_is_found(
    client: Any, store: S3PresignedParts, upload: Upload, second: Answer | None
) -> None:
    lost(client, "CompleteMultipartUpload")
    instead(client, "CompleteMultipartUpload", None, second)
    assert join(store, upload) == 3
    assert left() == 1


def test_a_200_that_carries_an_error_is_tried_again(client: Any, store: S3PresignedParts, upload: Upload) -> None:
    instead(client, "CompleteMultipartUpload", (200, "InternalError"))
    assert join(store, upload) == 3


@pytest.mark.parametrize(
    "answers", [[OUTAGE] * 2, [(200, "InternalError")] * 2, [(404, "NoSuchUpload")], [(412, "PreconditionFailed")]]
)
def test_a_making_that_fails_is_an_outage_and_may_be_repeated(
    client: Any, store: S3PresignedParts, upload: Upload, answers: list[Answer]
) -> None:
    instead(client, "CompleteMultipartUpload", *answers)
    with pytest.raises(StorageUnavailable):
        join(store, upload)
    assert join(store, upload) == 3


def test_a_part_that_was_sent_anew_is_the_clients_to_mend(client: Any, store: S3PresignedParts, upload: Upload) -> None:
    instead(client, "CompleteMultipartUpload", (400, "InvalidPart"))
    with pytest.raises(InvalidInput):
        join(store, upload)
    assert join(store, upload) == 3


def test_a_refusal_is_no_outage(client: Any, store: S3PresignedParts, upload: Upload) -> None:
    instead(client, "CompleteMultipartUpload", (403, "AccessDenied"))
    with pytest.raises(ClientError, match="AccessDenied"):
        join(store, upload)


@pytest.mark.parametrize("operation", ["CreateMultipartUpload", "ListParts", "ListMultipartUploads"])
def test_an_outage_is_told(client: Any, store: S3PresignedParts, upload: Upload, operation: str) -> None:
    instead(client, operation, *[OUTAGE] * 9)
    asked = {"CreateMultipartUpload": store.begin, "ListParts": store.arrived, "ListMultipartUploads": store.clear}
    with pytest.raises(StorageUnavailable):
        asked[operation](upload)


def test_a_refused_list_is_no_end_of_the_upload(client: Any, store: S3PresignedParts, upload: Upload) -> None:
    instead(client, "ListParts", (403, "AccessDenied"))
    with pytest.raises(ClientError, match="AccessDenied"):
        store.arrived(upload)


def test_a_beginning_that_was_not_answered_spares_what_others_have_begun(
    client: Any, store: S3PresignedParts, upload: Upload
) -> None:
    lost(client, "CreateMultipartUpload")
    store.begin(upload)
    assert left() == 3
    assert len(store.arrived(upload) or []) == 1
    store.clear(upload)
    assert left() == 0


def test_clearing_aborts_again_where_a_part_was_under_way(client: Any, store: S3PresignedParts, upload: Upload) -> None:
    instead(client, "AbortMultipartUpload", (204, ""))
    store.clear(upload)
    assert left() == 0


def test_what_cannot_be_aborted_now_is_an_outage(client: Any, store: S3PresignedParts, upload: Upload) -> None:
    instead(client, "AbortMultipartUpload", *[(204, "")] * 9)
    with pytest.raises(StorageUnavailable):
        store.clear(upload)


def test_more_parts_than_s3_lists_at_once_are_all_found(store: S3PresignedParts, upload: Upload) -> None:
    s3 = boto3.client("s3")
    for number in range(2, 1004):
        s3.upload_part(
            Bucket="bytes", Key=f"files/acme/{upload.id}", UploadId=str(upload.handle), PartNumber=number, Body=b"x"
        )
    assert [part.number for part in store.arrived(upload) or []] == list(range(1, 1004))
