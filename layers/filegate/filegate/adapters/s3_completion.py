"""The last step of an S3 multipart upload: the object is there, made once however often it is asked, or given up."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, storage_failure, unavailable_when_aws_fails
from filegate.domain.errors import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

_THERE_ALREADY = "PreconditionFailed"
_MAYBE_DONE = frozenset({"NoSuchUpload", _THERE_ALREADY})
_NOT_THERE = frozenset({"404", "403"})
"""HEAD answers without a body; and without the right to list the bucket, 403 stands for 404."""


class Target(NamedTuple):
    """A multipart upload, where it is."""

    bucket: str
    key: str
    upload_id: str


def complete_upload(
    client: S3Client, target: Target, written: Sequence[CompletedPartTypeDef], size: int
) -> Mapping[str, Any]:
    """Make the object, and answer what S3 says of it, with its ETag and checksums.

    S3 may say 200 and an error after it: botocore tries again then, as for a 500.
    """
    try:
        with unavailable_when_aws_fails("s3", "CompleteMultipartUpload"):
            return client.complete_multipart_upload(
                Bucket=target.bucket,
                Key=target.key,
                UploadId=target.upload_id,
                MultipartUpload={"Parts": written},
                MpuObjectSize=size,
                IfNoneMatch="*",
            )
    except ClientError as error:
        # So S3 answers a second attempt where the answer to the first, which made the object, was lost.
        if error_code(error) not in _MAYBE_DONE:
            raise
        found = stored(client, target.bucket, target.key)
        if found is None or found["ContentLength"] != size:
            raise StorageUnavailable(storage_failure("s3", "CompleteMultipartUpload", error)) from error
        if error_code(error) == _THERE_ALREADY:
            # Another upload may have made it. S3 keeps this one then, and every byte of it.
            with suppress(StorageUnavailable, ClientError):
                abort_upload(client, *target)
        return found


def stored(client: S3Client, bucket: str, key: str) -> Mapping[str, Any] | None:
    """What S3 says of the object, checksums included, or None where there is none."""
    try:
        with unavailable_when_aws_fails("s3", "HeadObject"):
            return client.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
    except ClientError as error:
        if error_code(error) not in _NOT_THERE:
            raise
        return None


def abort_upload(client: S3Client, bucket: str, key: str, upload_id: str) -> None:
    """Give the upload up, if it is there."""
    try:
        with unavailable_when_aws_fails("s3", "AbortMultipartUpload"):
            client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id)
    except ClientError as error:
        if error_code(error) != "NoSuchUpload":
            raise
