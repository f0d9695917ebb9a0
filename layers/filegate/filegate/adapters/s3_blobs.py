"""Files' bytes in S3, at files/<project>/<id>: never a name that a client chose. The bucket is versioned.

IAM actions on files/*: `put` needs PutObject, and GetObject to find out whether an attempt whose answer was lost has
won; `discard` needs DeleteObjectVersion; `erase` needs DeleteObject and DeleteObjectVersion; `read` and `stream` need
GetObject; `url` needs GetObject, lent to whoever holds the URL.

IAM actions on the bucket: `erase` needs ListBucketVersions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.s3_objects import delete_object_for_good, put_once
from filegate.adapters.s3_streaming import streamed
from filegate.domain.downloads import content_disposition, content_type
from filegate.domain.files import BytesGone

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from filegate.domain.files import StoredFile

_NOT_THERE = frozenset({"NoSuchKey", "AccessDenied"})
"""Without the right to list the bucket, AccessDenied stands for NoSuchKey."""


class S3Blobs:
    """A BlobStore. The receipt of `put` is the object's version id."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._s3 = client
        self._bucket = bucket

    def put(self, file: StoredFile, content: bytes) -> str:
        sha256 = bytes.fromhex(file.digest.removeprefix("sha256:"))
        return put_once(self._s3, self._bucket, _key(file), content, sha256)

    def discard(self, file: StoredFile, receipt: str) -> None:
        with unavailable_when_aws_fails("s3", "DeleteObject"):
            self._s3.delete_object(Bucket=self._bucket, Key=_key(file), VersionId=receipt)

    def erase(self, file: StoredFile) -> None:
        delete_object_for_good(self._s3, self._bucket, _key(file))

    def read(self, file: StoredFile) -> bytes:
        with unavailable_when_aws_fails("s3", "GetObject"), _gone_where_nothing_is(file):
            return self._s3.get_object(Bucket=self._bucket, Key=_key(file))["Body"].read()

    def stream(self, file: StoredFile) -> Iterator[bytes]:
        with _gone_where_nothing_is(file):
            yield from streamed(self._s3, self._bucket, _key(file), file.size)

    def url(self, file: StoredFile, seconds: int) -> str:
        parameters = {
            "Bucket": self._bucket,
            "Key": _key(file),
            "ResponseContentDisposition": content_disposition(file.name),
            "ResponseContentType": content_type(file.name),
            "ResponseCacheControl": "no-store",
        }
        return self._s3.generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds)


@contextmanager
def _gone_where_nothing_is(file: StoredFile) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error_code(error) not in _NOT_THERE:
            raise
        raise BytesGone(file.id) from error


def _key(file: StoredFile) -> str:
    return f"files/{file.project}/{file.id}"
