"""The local stack speaks plain HTTP, on the loopback address only: its buckets must not insist on TLS."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError
from mypy_boto3_s3 import S3Client

TLS_KEY = "aws:SecureTransport"


def allow(client: S3Client, bucket: str) -> None:
    """Takes the statements about TLS out of the bucket's policy, and leaves the others."""
    policy = _policy(client, bucket)
    others = [statement for statement in policy["Statement"] if not _is_about_tls(statement)]
    if others == policy["Statement"]:
        return
    if others:
        client.put_bucket_policy(Bucket=bucket, Policy=json.dumps({**policy, "Statement": others}))
    else:
        client.delete_bucket_policy(Bucket=bucket)


def _is_about_tls(statement: Mapping[str, Any]) -> bool:
    return any(TLS_KEY in keys for keys in statement.get("Condition", {}).values())


def _policy(client: S3Client, bucket: str) -> dict[str, Any]:
    try:
        return dict(json.loads(client.get_bucket_policy(Bucket=bucket)["Policy"]))
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchBucketPolicy":
            return {"Statement": []}
        raise
