"""The bytes of parts in S3, at parts/<project>/<upload>/<part>, and their joining into files/<project>/<file>.

IAM actions on parts/*: `put` needs PutObject, and GetObject to find out whether an attempt whose answer was lost has
won; `join` needs GetObjectVersion; `discard` needs DeleteObject and DeleteObjectVersion.

IAM actions on files/*: `join` needs PutObject, AbortMultipartUpload where it fails, and GetObject as `put` does;
`clear` needs AbortMultipartUpload, DeleteObject and DeleteObjectVersion.

IAM actions on the bucket: `join` needs ListBucketMultipartUploads where the answer to its beginning was lost; `clear`
needs ListBucketMultipartUploads and ListBucketVersions.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.adapters.s3_joining import THREADS, pieces, read_ahead, write_behind
from filegate.adapters.s3_multipart import MultipartUpload, abort_uploads
from filegate.adapters.s3_objects import delete_object_for_good, delete_versions, put_once
from filegate.adapters.tally import Tally
from filegate.domain.errors import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

    from filegate.domain.uploads import Joined, Part


class S3Parts:
    """A PartStore. A receipt is the version id of the part's object. The client is one for joining by THREADS."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._s3 = client
        self._bucket = bucket

    def put(self, part: Part, content: bytes) -> str:
        return put_once(self._s3, self._bucket, _part_key(part), content, sha256(content).digest())

    def join(self, parts: Sequence[Part], file_id: str, md5: str | None) -> Joined:
        key, tally = _file_key(parts[0].project, file_id), Tally(md5)
        with MultipartUpload(self._s3, self._bucket, key) as upload:
            # Leaving the pool waits for its threads, so none writes to an upload that is aborted already.
            with ThreadPoolExecutor(THREADS) as pool:
                chunks = tally.passing(read_ahead(pool, self._read, parts))
                written = list(write_behind(pool, upload.write, pieces(chunks)))
            tally.check()
            upload.complete(written, tally.size)
        return tally.joined

    def clear(self, project: str, file_id: str) -> None:
        key = _file_key(project, file_id)
        abort_uploads(self._s3, self._bucket, key)
        delete_object_for_good(self._s3, self._bucket, key)

    def discard(self, parts: Sequence[Part]) -> None:
        delete_versions(self._s3, self._bucket, ((_part_key(part), part.receipt) for part in parts))

    def _read(self, part: Part) -> bytes:
        body = self._opened(part)
        try:
            return _content(body)
        except StorageUnavailable:
            # Once more: botocore tries again by itself only until the body begins.
            return _content(self._opened(part))

    def _opened(self, part: Part) -> StreamingBody:
        with unavailable_when_aws_fails("s3", "GetObject"):
            return self._s3.get_object(Bucket=self._bucket, Key=_part_key(part), VersionId=part.receipt)["Body"]


def _content(body: StreamingBody) -> bytes:
    with unavailable_when_aws_fails("s3", "GetObject"):
        return body.read()


def _part_key(part: Part) -> str:
    return f"parts/{part.project}/{part.upload_id}/{part.id}"


def _file_key(project: str, file_id: str) -> str:
    return f"files/{project}/{file_id}"
