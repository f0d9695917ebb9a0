"""Parts that clients PUT straight to S3: a multipart upload under files/<project>/<upload>, where the file will be.

The file has the id of its upload, so that object, session and record are found from one id. S3 computes the CRC-64/NVME
of the whole by itself; a part needs no checksum, and may bring a Content-MD5.

IAM actions on files/*: `begin` needs PutObject; `abandon` needs AbortMultipartUpload; `url` needs PutObject, lent to
whoever holds the address; `arrived` and `page` need ListMultipartUploadParts; `join` needs PutObject, GetObject to
find what was made without an answer, and AbortMultipartUpload where it was made otherwise; `clear` needs
AbortMultipartUpload, ListMultipartUploadParts, DeleteObject and DeleteObjectVersion; `forget_others` needs
AbortMultipartUpload.

IAM actions on the bucket: `clear` needs ListBucketMultipartUploads and ListBucketVersions; `forget_others` needs
ListBucketMultipartUploads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.s3_completion import Target, abort_upload, complete_upload, stored
from filegate.adapters.s3_digests import digest_of
from filegate.adapters.s3_multipart import abort_uploads
from filegate.adapters.s3_objects import delete_object_for_good
from filegate.adapters.s3_part_lists import all_parts, page_of_parts
from filegate.domain.errors import InvalidInput, StorageFailure, StorageUnavailable
from filegate.domain.presigned_parts import bytes_of_part, part_size
from filegate.domain.uploads import Joined, PartPage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

    from filegate.domain.uploads import Part, Upload

_ABORTS = 3


class S3PresignedParts:
    """The PresignedParts of the domain. A handle is S3's UploadId. The patient client is for the joining alone."""

    def __init__(self, client: S3Client, patient: S3Client, bucket: str) -> None:
        self._s3 = client
        self._patient = patient
        self._bucket = bucket

    def begin(self, upload: Upload) -> str:
        # An attempt whose answer is lost leaves another one. It stays for `clear` and `forget_others`: until the upload
        # has ended, nobody can tell it from one that another request has just begun.
        with unavailable_when_aws_fails("s3", "CreateMultipartUpload"):
            return self._s3.create_multipart_upload(Bucket=self._bucket, Key=_key(upload))["UploadId"]

    def abandon(self, upload: Upload, handle: str) -> None:
        abort_upload(self._s3, self._bucket, _key(upload), handle)

    def url(self, upload: Upload, number: int, seconds: int) -> str:
        """The length is signed, so that nobody can store more than was declared."""
        parameters = {
            "Bucket": self._bucket,
            "Key": _key(upload),
            "UploadId": upload.handle,
            "PartNumber": number,
            "ContentLength": bytes_of_part(upload, number),
        }
        return self._s3.generate_presigned_url("upload_part", Params=parameters, ExpiresIn=seconds)

    def arrived(self, upload: Upload) -> Sequence[Part] | None:
        return all_parts(self._s3, self._target(upload), upload)

    def page(self, upload: Upload, after: int, limit: int) -> PartPage:
        return page_of_parts(self._s3, self._target(upload), upload, after, limit) or PartPage([], has_more=False)

    def join(self, upload: Upload, parts: Sequence[Part] | None) -> Joined:
        made = stored(self._s3, self._bucket, _key(upload)) if parts is None else self._made(upload, parts)
        if made is None or made.get("ContentLength", upload.size) != upload.size:
            raise StorageUnavailable(StorageFailure("s3", "HeadObject", status=404, fault="NoSuchUpload"))
        return Joined(upload.size, digest_of(made, part_size(upload)))

    def clear(self, upload: Upload) -> None:
        abort_uploads(self._s3, self._bucket, _key(upload))
        if upload.handle:
            self._abort_what_was_under_way(upload)
            delete_object_for_good(self._s3, self._bucket, _key(upload))

    def forget_others(self, upload: Upload) -> None:
        abort_uploads(self._s3, self._bucket, _key(upload))

    def _made(self, upload: Upload, parts: Sequence[Part]) -> Mapping[str, Any]:
        written: list[CompletedPartTypeDef] = [
            {"PartNumber": part.number or 0, "ETag": f'"{part.receipt}"'} for part in parts
        ]
        try:
            return complete_upload(self._patient, self._target(upload), written, upload.size)
        except ClientError as error:
            if error_code(error) != "InvalidPart":
                raise
            raise InvalidInput(
                "A part was sent anew while the upload was completed. Complete it again.", param="part_ids"
            ) from error

    def _abort_what_was_under_way(self, upload: Upload) -> None:
        """A part that was under way when its upload was aborted may be stored all the same. S3 asks to abort again."""
        target = self._target(upload)
        for _ in range(_ABORTS):
            if not all_parts(self._s3, target, upload):
                return
            abort_upload(self._s3, *target)
        raise StorageUnavailable(StorageFailure("s3", "AbortMultipartUpload", _ABORTS))

    def _target(self, upload: Upload) -> Target:
        return Target(self._bucket, _key(upload), upload.handle or "")


def _key(upload: Upload) -> str:
    return f"files/{upload.project}/{upload.id}"
