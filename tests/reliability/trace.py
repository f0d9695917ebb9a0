"""What a function asks AWS for, and which permission each call needs, as the IAM reference tells it."""

import re
from collections.abc import Iterator
from typing import Any

from botocore.awsrequest import AWSResponse

from tests.reliability.wire import Call, Onward

Grant = tuple[str, str]
"""An action, and the keys for which it is asked: P#*, files/*, or the bucket."""

_S3_ACTIONS = {
    "PutObject": "s3:PutObject",
    "CreateMultipartUpload": "s3:PutObject",
    "UploadPart": "s3:PutObject",
    "CompleteMultipartUpload": "s3:PutObject",
    "ListParts": "s3:ListMultipartUploadParts",
    "AbortMultipartUpload": "s3:AbortMultipartUpload",
    "ListMultipartUploads": "s3:ListBucketMultipartUploads",
    "ListObjectVersions": "s3:ListBucketVersions",
    "ListObjectsV2": "s3:ListBucket",
    "CopyObject": "s3:PutObject",
    "UploadPartCopy": "s3:PutObject",
}
_OF_VERSIONS = {
    "GetObject": ("s3:GetObject", ""),
    "HeadObject": ("s3:GetObject", ""),
    "DeleteObject": ("s3:DeleteObject", ""),
    "GetObjectTagging": ("s3:GetObject", "Tagging"),
    "PutObjectTagging": ("s3:PutObject", "Tagging"),
}
_OTHERS = {
    "SendMessageBatch": ("sqs:SendMessage", "the ingest queue"),
    "PutEvents": ("events:PutEvents", "the bus"),
    "StartExecution": ("states:StartExecution", "the state machine"),
    "GetSecretValue": ("secretsmanager:GetSecretValue", "the secret"),
}
BUCKETS = {"bytes": "the bucket", "drop": "the drop bucket"}


class Trace:
    """A layer that writes down what passes."""

    def __init__(self) -> None:
        self.operations: list[str] = []
        self.grants: set[Grant] = set()

    def __call__(self, call: Call, onward: Onward) -> AWSResponse:
        self.operations.append(call.operation)
        self.grants.update(_needed(call))
        return onward()


def _needed(call: Call) -> Iterator[Grant]:
    if call.service == "dynamodb":
        return _of_dynamodb(call)
    return _of_s3(call) if call.service == "s3" else iter([_OTHERS[call.operation]])


def _of_dynamodb(call: Call) -> Iterator[Grant]:
    if call.operation == "TransactWriteItems":
        for action in call.json["TransactItems"]:
            ((name, given),) = action.items()
            yield f"dynamodb:{_named(name)}", _leading((given.get("Key") or given["Item"])["PK"]["S"])
    elif call.operation == "TransactGetItems":
        yield from (
            ("dynamodb:GetItem", _leading(each["Get"]["Key"]["PK"]["S"])) for each in call.json["TransactItems"]
        )
    elif call.operation == "Query":
        yield "dynamodb:Query", _leading(_hash(call.json))
    else:
        yield f"dynamodb:{call.operation}", _leading((call.json.get("Key") or call.json["Item"])["PK"]["S"])


def _named(action: str) -> str:
    return "ConditionCheckItem" if action == "ConditionCheck" else f"{action}Item"


def _hash(query: dict[str, Any]) -> str:
    """The value of the partition key, which our queries name first."""
    found = re.match(r"\w+ = (:\w+)", query["KeyConditionExpression"])
    assert found, query
    value: str = query["ExpressionAttributeValues"][found[1]]["S"]
    return value


def _leading(key: str) -> str:
    return key.partition("#")[0] + "#*" if "#" in key else key


def _of_s3(call: Call) -> Iterator[Grant]:
    if call.header("x-amz-copy-source"):
        yield "s3:GetObjectVersion", "dropped objects"
    yield _action(call), _place(call)


def _action(call: Call) -> str:
    if call.operation == "DeleteObjects":
        return "s3:DeleteObjectVersion" if b"<VersionId>" in call.body else "s3:DeleteObject"
    if call.operation in _S3_ACTIONS:
        return _S3_ACTIONS[call.operation]
    action, what = _OF_VERSIONS[call.operation]
    return f"{action}{'Version' if 'versionId' in call.query else ''}{what}"


def _place(call: Call) -> str:
    """DeleteObjects is sent to the bucket and needs permission for the objects."""
    key = call.key or next((found.decode() for found in re.findall(rb"<Key>([^<]+)", call.body)), "")
    if key and call.bucket == "drop":
        return "dropped objects"
    return f"{key.partition('/')[0]}/*" if key else BUCKETS[call.bucket]
