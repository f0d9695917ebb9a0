"""What has arrived of an S3 multipart upload, whoever sent it. IAM action: ListMultipartUploadParts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.domain.presigned_parts import part_id
from filegate.domain.uploads import Part, PartPage

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import PartTypeDef

    from filegate.adapters.s3_completion import Target
    from filegate.domain.uploads import Upload

_MOST_AT_ONCE = 1_000


def all_parts(client: S3Client, target: Target, upload: Upload) -> list[Part] | None:
    """In the order of their numbers, or None where there is no such multipart upload any more."""
    parts: list[Part] = []
    page: PartPage | None = PartPage([], has_more=True)
    while page and page.has_more:
        last = parts[-1].number if parts else None
        page = page_of_parts(client, target, upload, last or 0, _MOST_AT_ONCE)
        parts += page.parts if page else []
    return parts if page else None


def page_of_parts(client: S3Client, target: Target, upload: Upload, after: int, limit: int) -> PartPage | None:
    """At most `limit` (1,000) with higher numbers than `after`, or None where there is no such multipart upload."""
    try:
        with unavailable_when_aws_fails("s3", "ListParts"):
            answer = client.list_parts(
                Bucket=target.bucket,
                Key=target.key,
                UploadId=target.upload_id,
                PartNumberMarker=after,
                MaxParts=limit,
            )
    except ClientError as error:
        if error_code(error) != "NoSuchUpload":
            raise
        return None
    return PartPage([_part(each, upload) for each in answer.get("Parts", [])], answer["IsTruncated"])


def _part(each: PartTypeDef, upload: Upload) -> Part:
    """With S3's own encryption, the ETag of a part is its MD5."""
    return Part(
        id=part_id(upload.id, each["PartNumber"]),
        upload_id=upload.id,
        project=upload.project,
        size=each["Size"],
        created_at=int(each["LastModified"].timestamp()),
        receipt=each["ETag"].strip('"'),
        number=each["PartNumber"],
    )
