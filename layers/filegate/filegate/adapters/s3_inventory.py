"""Objects and unfinished multipart uploads in S3, in pages, for the sweep.

Keys are files/<project>/<id> and parts/<project>/<upload>/<part>. What it removes it hides with a delete marker: the
bucket is versioned.

IAM actions on the bucket: `next_project`, `files` and `parts` need ListBucket; `unfinished` needs
ListBucketMultipartUploads.

IAM actions on files/*: `size` needs GetObject; `hide_file` needs DeleteObject; `abort` needs AbortMultipartUpload.

IAM actions on parts/*: `hide_parts` needs DeleteObject; `abort` needs AbortMultipartUpload.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.s3_completion import abort_upload
from filegate.adapters.s3_objects import hide_objects
from filegate.domain.sweep import Page, StoredObject, Unfinished

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import MultipartUploadTypeDef, ObjectTypeDef

_AREAS = ("files/", "parts/")
_NOT_THERE = frozenset({"404", "403"})
"""HEAD answers without a body; and without the right to list the whole bucket, 403 stands for 404."""


class S3Inventory:
    """An ObjectInventory."""

    def __init__(self, client: S3Client, bucket: str, page_size: int = 1000) -> None:
        self._s3 = client
        self._bucket = bucket
        self._page_size = page_size

    def next_project(self, after: str) -> str | None:
        found = [name for area in _AREAS if (name := self._next_under(area, after))]
        return min(found, key=lambda name: f"{name}/", default=None)

    def files(self, project: str, after: str) -> Page[StoredObject]:
        return self._page(f"files/{project}/", after)

    def parts(self, project: str, after: str) -> Page[StoredObject]:
        return self._page(f"parts/{project}/", after)

    def unfinished(self, after: str) -> Page[Unfinished]:
        request: dict[str, Any] = {"Bucket": self._bucket, "MaxUploads": self._page_size}
        if after:
            request["KeyMarker"], request["UploadIdMarker"] = json.loads(after)
        with unavailable_when_aws_fails("s3", "ListMultipartUploads"):
            answer = self._s3.list_multipart_uploads(**request)
        ours = [each for each in answer.get("Uploads", []) if each["Key"].startswith(_AREAS)]
        truncated = answer.get("IsTruncated", False)
        upto = json.dumps([answer["NextKeyMarker"], answer["NextUploadIdMarker"]]) if truncated else None
        return Page([_unfinished(each) for each in ours], upto)

    def size(self, project: str, file_id: str) -> int | None:
        try:
            with unavailable_when_aws_fails("s3", "HeadObject"):
                return self._s3.head_object(Bucket=self._bucket, Key=f"files/{project}/{file_id}")["ContentLength"]
        except ClientError as error:
            if error_code(error) not in _NOT_THERE:
                raise
            return None

    def hide_file(self, project: str, file_id: str) -> None:
        with unavailable_when_aws_fails("s3", "DeleteObject"):
            self._s3.delete_object(Bucket=self._bucket, Key=f"files/{project}/{file_id}")

    def hide_parts(self, project: str, names: list[str]) -> None:
        hide_objects(self._s3, self._bucket, (f"parts/{project}/{name}" for name in names))

    def abort(self, unfinished: Unfinished) -> None:
        abort_upload(self._s3, self._bucket, unfinished.key, unfinished.upload_id)

    def _next_under(self, area: str, after: str) -> str | None:
        with unavailable_when_aws_fails("s3", "ListObjectsV2"):
            answer = self._s3.list_objects_v2(
                Bucket=self._bucket,
                Prefix=area,
                Delimiter="/",
                # "0" is the character after "/": so this is beyond all objects of that project, and before the next.
                StartAfter=f"{area}{after}0" if after else area,
                MaxKeys=1,
            )
        prefixes = answer.get("CommonPrefixes", [])
        return prefixes[0]["Prefix"][len(area) : -1] if prefixes else None

    def _page(self, prefix: str, after: str) -> Page[StoredObject]:
        with unavailable_when_aws_fails("s3", "ListObjectsV2"):
            answer = self._s3.list_objects_v2(
                Bucket=self._bucket, Prefix=prefix, StartAfter=f"{prefix}{after}", MaxKeys=self._page_size
            )
        objects = [_stored(each, prefix) for each in answer.get("Contents", [])]
        return Page(objects, objects[-1].name if answer.get("IsTruncated") else None)


def _stored(found: ObjectTypeDef, prefix: str) -> StoredObject:
    return StoredObject(found["Key"].removeprefix(prefix), found["Size"], int(found["LastModified"].timestamp()))


def _unfinished(found: MultipartUploadTypeDef) -> Unfinished:
    _, _, name = found["Key"].partition("/")
    project, _, rest = name.partition("/")
    started_at = int(found["Initiated"].timestamp())
    return Unfinished(found["Key"], found["UploadId"], project, rest.partition("/")[0], started_at)
