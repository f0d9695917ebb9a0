"""The queue of dropped objects in SQS, and its dead letters.

A message is what S3 has EventBridge say of a new object, as far as it is read here: the bucket, the key as it is (not
URL-encoded, unlike in S3's own notifications) and the version. What is asked for again has the same shape.

IAM actions on the ingest queue: `ask_for` needs SendMessage; `depth` needs GetQueueAttributes; `redrive` needs
SendMessage.

IAM actions on the dead letters: `depth` needs GetQueueAttributes; `redrive` needs ReceiveMessage and DeleteMessage.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from botocore.exceptions import ClientError

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.domain.ports import QueueDepth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mypy_boto3_sqs import SQSClient

    from filegate.domain.drops import Drop

Count: TypeAlias = Literal[
    "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"
]
_MOST_AT_ONCE = 10
_WAITING: Count = "ApproximateNumberOfMessages"
_IN_FLIGHT: Count = "ApproximateNumberOfMessagesNotVisible"
_DELAYED: Count = "ApproximateNumberOfMessagesDelayed"
_COUNTS = (_WAITING, _IN_FLIGHT, _DELAYED)


class SQSIngest:
    """An IngestQueue."""

    def __init__(self, client: SQSClient, queue: str, dead_letters: str, *, bucket: str) -> None:
        self._sqs = client
        self._queue = queue
        self._dead_letters = dead_letters
        self._bucket = bucket

    def ask_for(self, drops: Sequence[Drop]) -> None:
        self._send(json.dumps(self._message(drop)) for drop in drops)

    def depth(self) -> QueueDepth:
        living, dead = self._counts(self._queue), self._counts(self._dead_letters)
        return QueueDepth(living[_WAITING] + living[_DELAYED], living[_IN_FLIGHT], sum(dead.values()))

    def redrive(self) -> int:
        moved = 0
        while messages := self._dead():
            self._send(message["Body"] for message in messages)
            for message in messages:
                with unavailable_when_aws_fails("sqs", "DeleteMessage"):
                    self._sqs.delete_message(QueueUrl=self._dead_letters, ReceiptHandle=message["ReceiptHandle"])
            moved += len(messages)
        return moved

    def _message(self, drop: Drop) -> dict[str, Any]:
        told = {"key": drop.key} | ({"version-id": drop.version} if drop.version else {})
        detail = {"bucket": {"name": self._bucket}, "object": told}
        return {"source": "filegate", "detail-type": "Object Created", "detail": detail}

    def _dead(self) -> list[Any]:
        with unavailable_when_aws_fails("sqs", "ReceiveMessage"):
            answer = self._sqs.receive_message(
                QueueUrl=self._dead_letters, MaxNumberOfMessages=_MOST_AT_ONCE, WaitTimeSeconds=1, VisibilityTimeout=60
            )
        return list(answer.get("Messages", []))

    def _send(self, bodies: Iterable[str]) -> None:
        left = iter(bodies)
        while batch := list(islice(left, _MOST_AT_ONCE)):
            with unavailable_when_aws_fails("sqs", "SendMessageBatch"):
                answer = self._sqs.send_message_batch(
                    QueueUrl=self._queue,
                    Entries=[{"Id": str(number), "MessageBody": body} for number, body in enumerate(batch)],
                )
                # The answer is 200 also where some were not taken.
                for failed in answer.get("Failed", []):
                    status = 400 if failed["SenderFault"] else 500
                    refused: Any = {"Error": failed, "ResponseMetadata": {"HTTPStatusCode": status}}
                    raise ClientError(refused, "SendMessageBatch")

    def _counts(self, queue: str) -> dict[Count, int]:
        with unavailable_when_aws_fails("sqs", "GetQueueAttributes"):
            answer = self._sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=list(_COUNTS))
        return {name: int(answer["Attributes"][name]) for name in _COUNTS}
