"""An S3 multipart upload: an object written in pieces, which is there whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.adapters.s3_completion import Target, abort_upload, complete_upload
from filegate.domain.errors import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.literals import ChecksumAlgorithmType
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef


class MultipartUpload:
    """Entered, it begins; left by an exception, it is aborted. No piece may be under way any more by then."""

    def __init__(self, client: S3Client, bucket: str, key: str, checksum: ChecksumAlgorithmType = "CRC32") -> None:
        self._s3 = client
        self._bucket = bucket
        self._key = key
        self._checksum = checksum
        self._id = ""

    def __enter__(self) -> Self:
        with unavailable_when_aws_fails("s3", "CreateMultipartUpload"):
            answer = self._s3.create_multipart_upload(
                Bucket=self._bucket, Key=self._key, ChecksumAlgorithm=self._checksum
            )
        self._id = answer["UploadId"]
        if answer["ResponseMetadata"]["RetryAttempts"]:
            # An attempt whose answer was lost has left another one, whose id nobody was told.
            abort_uploads(self._s3, self._bucket, self._key, but=self._id)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """What stays where even aborting fails is found under its key, or by the bucket's lifecycle rule."""
        if kind is not None:
            with suppress(StorageUnavailable, ClientError):
                abort_upload(self._s3, self._bucket, self._key, self._id)

    def write(self, number: int, piece: bytes) -> CompletedPartTypeDef:
        with unavailable_when_aws_fails("s3", "UploadPart"):
            answer = self._s3.upload_part(
                Bucket=self._bucket,
                Key=self._key,
                UploadId=self._id,
                PartNumber=number,
                Body=piece,
                ChecksumAlgorithm="CRC32",
            )
        written: CompletedPartTypeDef = {"PartNumber": number, "ETag": answer["ETag"]}
        if "ChecksumCRC32" in answer:
            written["ChecksumCRC32"] = answer["ChecksumCRC32"]
        return written

    def complete(self, written: Sequence[CompletedPartTypeDef], size: int) -> None:
        complete_upload(self._s3, Target(self._bucket, self._key, self._id), written, size)


def abort_uploads(client: S3Client, bucket: str, key: str, *, but: str | None = None) -> None:
    """Abort all multipart uploads under exactly this key, but that one."""
    with unavailable_when_aws_fails("s3", "ListMultipartUploads"):
        pages = client.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=key)
        uploads = [upload for page in pages for upload in page.get("Uploads", [])]
    for upload in uploads:
        if upload["Key"] == key and upload["UploadId"] != but:
            abort_upload(client, bucket, key, upload["UploadId"])
