"""An object's bytes in chunks, to the end, over as many connections as that takes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.domain.errors import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

READ_BYTES = 262_144
MOST_BREAKS = 5


def streamed(client: S3Client, bucket: str, key: str, size: int) -> Iterator[bytes]:
    """The bytes of an object of that size, which nobody overwrites. Raises StorageUnavailable after MOST_BREAKS."""
    position, breaks = 0, 0
    while position < size:
        try:
            for chunk in _from(client, bucket, key, position):
                position += len(chunk)
                yield chunk
        except StorageUnavailable:
            # botocore tries again by itself only until the body begins.
            breaks += 1
            if breaks > MOST_BREAKS:
                raise


def _from(client: S3Client, bucket: str, key: str, start: int) -> Iterator[bytes]:
    """One connection's worth. Where the object ends before `start`, S3 refuses the range, and that rises."""
    with unavailable_when_aws_fails("s3", "GetObject"):
        body = client.get_object(Bucket=bucket, Key=key, Range=f"bytes={start}-")["Body"]
    with closing(body):
        while chunk := _next(body):
            yield chunk


def _next(body: StreamingBody) -> bytes:
    with unavailable_when_aws_fails("s3", "GetObject"):
        return body.read(READ_BYTES)
