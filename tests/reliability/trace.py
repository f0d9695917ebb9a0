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
    "DeleteObjects": "s3:DeleteObjectVersion",
}
_OF_VERSIONS = {"GetObject": "s3:GetObject", "HeadObject": "s3:GetObject", "DeleteObject": "s3:DeleteObject"}
BUCKET = "the bucket"


class Trace:
    """A layer that writes down what passes."""

    def __init__(self) -> None:
        self.operations: list[str] = []
        self.grants: set[Grant] = set()

    def __call__(self, call: Call, onward: Onward) -> AWSResponse:
        self.operations.append(call.operation)
        self.grants.update(_of_dynamodb(call) if call.service == "dynamodb" else _of_s3(call))
        return onward()


def _of_dynamodb(call: Call) -> Iterator[Grant]:
    if call.operation == "TransactWriteItems":
        for action in call.json["TransactItems"]:
            ((name, given),) = action.items()
            yield f"dynamodb:{_named(name)}", _leading((given.get("Key") or given["Item"])["PK"]["S"])
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
    action = _S3_ACTIONS.get(call.operation)
    if action is None:
        action = _OF_VERSIONS[call.operation] + ("Version" if "versionId" in call.query else "")
    yield action, f"{call.key.partition('/')[0]}/*" if call.key else _place(call)


def _place(call: Call) -> str:
    """DeleteObjects is sent to the bucket and needs permission for the objects."""
    found = re.search(rb"<Key>(\w+)/", call.body)
    return f"{found[1].decode()}/*" if found else BUCKET
