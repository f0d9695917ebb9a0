"""The drop bucket, and copies from it to files/<project>/<file id> in the bucket of the files. Both are versioned.

IAM actions on dropped objects: `versions` needs GetObjectVersion; `copy` needs GetObjectVersion; `remove` needs
DeleteObjectVersion; `mark` needs GetObjectVersionTagging and PutObjectVersionTagging; `is_marked` and `wants_batch`
need GetObjectVersionTagging; `unmark` needs GetObjectVersionTagging, PutObjectVersionTagging and
DeleteObjectVersionTagging.

IAM actions on the drop bucket: `versions` needs ListBucket, without which S3 says 403 for what is gone, and
ListBucketVersions; `is_marked`, `wants_batch`, `mark`, `unmark` and `copy` need ListBucket for the same reason; `all`
needs ListBucketVersions.

IAM actions on files/*: `copy` needs PutObject, GetObject to find a copy that was made before, and AbortMultipartUpload.

IAM actions on the bucket: `copy` needs ListBucketMultipartUploads where the answer to its beginning was lost.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.s3_copies import copy_once
from filegate.domain.drops import Drop, DroppedObject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import TagTypeDef

    from filegate.domain.drops import Reason

TAG = "filegate-rejected"
WISH = "auto-batch"
"""Any value of this tag makes the object a batch, but for `false`."""

_GONE = frozenset({"404", "NoSuchKey", "NoSuchVersion"})
_MOST_TAGS = 10


class S3Drops:
    """A DropZone."""

    def __init__(self, client: S3Client, drop_bucket: str, bucket: str) -> None:
        self._s3 = client
        self._drops = drop_bucket
        self._bucket = bucket

    def versions(self, drop: Drop) -> Sequence[DroppedObject]:
        if drop.version is None:
            # The key's own versions come before those of the keys that it begins.
            return list(takewhile(lambda found: found.key == drop.key, self._listed(Prefix=drop.key)))
        try:
            with unavailable_when_aws_fails("s3", "HeadObject"):
                head = self._s3.head_object(Bucket=self._drops, Key=drop.key, VersionId=drop.version)
        except ClientError as error:
            _raise_unless_gone(error)
            return []
        size, moment = head["ContentLength"], int(head["LastModified"].timestamp())
        return [DroppedObject(bucket=self._drops, key=drop.key, version=drop.version, size=size, dropped_at=moment)]

    def copy(self, dropped: DroppedObject, project: str) -> str | None:
        try:
            return copy_once(self._s3, dropped, self._bucket, f"files/{project}/{dropped.file_id}")
        except ClientError as error:
            _raise_unless_gone(error)
            return None

    def remove(self, dropped: DroppedObject) -> None:
        with unavailable_when_aws_fails("s3", "DeleteObject"):
            self._s3.delete_object(Bucket=self._drops, Key=dropped.key, VersionId=dropped.version)

    def mark(self, dropped: DroppedObject, reason: Reason) -> None:
        others = self._other_tags(dropped)[: _MOST_TAGS - 1]
        self._tag(dropped, [*others, {"Key": TAG, "Value": reason.value}])

    def unmark(self, dropped: DroppedObject) -> None:
        if not self.is_marked(dropped):
            return
        if others := self._other_tags(dropped):
            self._tag(dropped, others)
            return
        with unavailable_when_aws_fails("s3", "DeleteObjectTagging"), _nothing_if_gone():
            self._s3.delete_object_tagging(Bucket=self._drops, Key=dropped.key, VersionId=dropped.version)

    def is_marked(self, dropped: DroppedObject) -> bool:
        return any(tag["Key"] == TAG for tag in self._tags(dropped))

    def wants_batch(self, dropped: DroppedObject) -> bool:
        return any(tag["Key"] == WISH and tag["Value"].lower() != "false" for tag in self._tags(dropped))

    def all(self, after: str | None) -> Iterator[DroppedObject]:
        return self._listed(KeyMarker=after) if after else self._listed()

    def _other_tags(self, dropped: DroppedObject) -> list[TagTypeDef]:
        return [tag for tag in self._tags(dropped) if tag["Key"] != TAG]

    def _tag(self, dropped: DroppedObject, tags: list[TagTypeDef]) -> None:
        with unavailable_when_aws_fails("s3", "PutObjectTagging"), _nothing_if_gone():
            self._s3.put_object_tagging(
                Bucket=self._drops, Key=dropped.key, VersionId=dropped.version, Tagging={"TagSet": tags}
            )

    def _tags(self, dropped: DroppedObject) -> list[TagTypeDef]:
        try:
            with unavailable_when_aws_fails("s3", "GetObjectTagging"):
                return self._s3.get_object_tagging(Bucket=self._drops, Key=dropped.key, VersionId=dropped.version)[
                    "TagSet"
                ]
        except ClientError as error:
            _raise_unless_gone(error)
            return []

    def _listed(self, **where: str) -> Iterator[DroppedObject]:
        """Page by page, as they are asked for."""
        request: dict[str, Any] = {"Bucket": self._drops, **where}
        while True:
            with unavailable_when_aws_fails("s3", "ListObjectVersions"):
                page = self._s3.list_object_versions(**request)
            yield from (self._found(version) for version in page.get("Versions", []))
            if not page.get("IsTruncated"):
                return
            request |= {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page.get("NextVersionIdMarker", "")}

    def _found(self, version: Any) -> DroppedObject:  # noqa: ANN401 - the stubs leave all of its keys optional.
        return DroppedObject(
            bucket=self._drops,
            key=version["Key"],
            version=version["VersionId"],
            size=version["Size"],
            dropped_at=int(version["LastModified"].timestamp()),
        )


@contextmanager
def _nothing_if_gone() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        _raise_unless_gone(error)


def _raise_unless_gone(error: ClientError) -> None:
    if error_code(error) not in _GONE:
        raise error
