"""Objects of S3 that are written once, and the removal of their versions. The bucket is versioned."""

from __future__ import annotations

from base64 import b64encode
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

_MOST_AT_ONCE = 1000


def put_once(client: S3Client, bucket: str, key: str, content: bytes, sha256: bytes) -> str:
    """Write an object under a key that nobody else writes to, and answer its version id."""
    try:
        with unavailable_when_aws_fails("s3", "PutObject"):
            answer = client.put_object(
                Bucket=bucket, Key=key, Body=content, ChecksumSHA256=b64encode(sha256).decode(), IfNoneMatch="*"
            )
    except ClientError as error:
        if error_code(error) != "PreconditionFailed":
            raise
        return _earlier_attempt(client, bucket, key)
    return answer["VersionId"]


def _earlier_attempt(client: S3Client, bucket: str, key: str) -> str:
    """Ids are random, so an object under this key can only be ours, from a try whose answer never came."""
    with unavailable_when_aws_fails("s3", "HeadObject"):
        return client.head_object(Bucket=bucket, Key=key)["VersionId"]


def delete_versions(client: S3Client, bucket: str, versions: Iterable[tuple[str, str]]) -> None:
    """Remove these (key, version id) for good; ones that are gone already are no error."""
    left = iter(versions)
    while batch := list(islice(left, _MOST_AT_ONCE)):
        _delete(client, bucket, [{"Key": key, "VersionId": version} for key, version in batch])


def hide_objects(client: S3Client, bucket: str, keys: Iterable[str]) -> None:
    """Put a delete marker over each; their versions stay."""
    left = iter(keys)
    while batch := list(islice(left, _MOST_AT_ONCE)):
        _delete(client, bucket, [{"Key": key} for key in batch])


def delete_object_for_good(client: S3Client, bucket: str, key: str) -> None:
    """Remove every version of exactly this key, and what hides it; nothing there is no error."""
    with unavailable_when_aws_fails("s3", "ListObjectVersions"):
        pages = client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key)
        found = [each for page in pages for each in (*page.get("Versions", []), *page.get("DeleteMarkers", []))]
    delete_versions(client, bucket, ((each["Key"], each["VersionId"]) for each in found if each["Key"] == key))


def _delete(client: S3Client, bucket: str, objects: list[ObjectIdentifierTypeDef]) -> None:
    with unavailable_when_aws_fails("s3", "DeleteObjects"):
        answer = client.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
        # The answer is 200 also where some of the objects stayed: then it says why, one by one.
        for error in answer.get("Errors", []):
            refused: Any = {"Error": error, "ResponseMetadata": answer["ResponseMetadata"]}
            raise ClientError(refused, "DeleteObjects")
