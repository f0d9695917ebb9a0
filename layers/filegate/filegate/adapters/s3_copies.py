"""Copies inside S3, by S3: no byte passes this process. Each is written once, under a key that is for it alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.s3_digests import digest_of
from filegate.adapters.s3_multipart import MultipartUpload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef, CopySourceTypeDef

    from filegate.domain.drops import DroppedObject

AT_ONCE_BYTES = 1_073_741_824
"""More is copied in parts: S3 copies up to 5 GiB in one request, but the parts at once, and so much faster."""

PARTS_AT_ONCE = 16
CONNECTIONS = 2 * PARTS_AT_ONCE
"""What more copies at once need waits for one of these."""

_LEAST_PART_BYTES = 67_108_864
_MOST_PARTS = 10_000


def copy_once(client: S3Client, dropped: DroppedObject, bucket: str, key: str) -> str:
    """Write the copy, or find that it is there, and answer its digest."""
    if dropped.size > AT_ONCE_BYTES:
        return _copy_in_parts(client, dropped, bucket, key)
    try:
        with unavailable_when_aws_fails("s3", "CopyObject"):
            answer = client.copy_object(
                Bucket=bucket,
                Key=key,
                CopySource=_source(dropped),
                IfNoneMatch="*",
                MetadataDirective="REPLACE",
                TaggingDirective="REPLACE",
                ContentType="application/octet-stream",
                ChecksumAlgorithm="SHA256",
            )
    except ClientError as error:
        if error_code(error) != "PreconditionFailed":
            raise
        # The id is made from the version alone, so what is there can only be its copy, made before.
        return _digest(client, bucket, key, dropped.size)
    return digest_of(answer["CopyObjectResult"], dropped.size)


def part_size(size: int) -> int:
    """In bytes, such that there are not too many parts."""
    return max(_LEAST_PART_BYTES, -(-size // _MOST_PARTS))


class _CopyInParts(MultipartUpload):
    """A multipart upload whose pieces S3 takes from another object."""

    def copy(self, number: int, source: CopySourceTypeDef, bytes_range: str) -> CompletedPartTypeDef:
        with unavailable_when_aws_fails("s3", "UploadPartCopy"):
            answer = self._s3.upload_part_copy(
                Bucket=self._bucket,
                Key=self._key,
                UploadId=self._id,
                PartNumber=number,
                CopySource=source,
                CopySourceRange=bytes_range,
            )
        return {"PartNumber": number, "ETag": answer["CopyPartResult"]["ETag"]}


def _copy_in_parts(client: S3Client, dropped: DroppedObject, bucket: str, key: str) -> str:
    step = part_size(dropped.size)
    # With this one S3 has a checksum of the whole, and needs none of the parts'.
    with _CopyInParts(client, bucket, key, checksum="CRC64NVME") as upload:
        with ThreadPoolExecutor(PARTS_AT_ONCE) as pool:
            source = _source(dropped)
            copied = pool.map(lambda part: upload.copy(part[0], source, part[1]), _ranges(dropped.size, step))
            written = list(copied)
        upload.complete(written, dropped.size)
    return _digest(client, bucket, key, step)


def _ranges(size: int, step: int) -> Iterator[tuple[int, str]]:
    """Part number, and first and last byte as S3 wants them."""
    for number, first in enumerate(range(0, size, step), 1):
        yield number, f"bytes={first}-{min(first + step, size) - 1}"


def _source(dropped: DroppedObject) -> CopySourceTypeDef:
    return {"Bucket": dropped.bucket, "Key": dropped.key, "VersionId": dropped.version}


def _digest(client: S3Client, bucket: str, key: str, step: int) -> str:
    with unavailable_when_aws_fails("s3", "HeadObject"):
        answer: Any = client.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
    return digest_of(answer, step)
