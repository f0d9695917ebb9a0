"""S3's and the functions' own events, as EventBridge passes them on to whoever has a rule for them."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from botocore.awsrequest import AWSResponse

from tests.functions.calls import Event
from tests.reliability.clock import Clock
from tests.reliability.stores import live_object
from tests.reliability.wire import Call, Onward

MAKING = {"PutObject": "PutObject", "CopyObject": "CopyObject", "CompleteMultipartUpload": "CompleteMultipartUpload"}
"""Calls that make an object, and the reason that its event gives."""


class Bus:
    """A layer of the wire, and the last before AWS: an event is sent for what was done, also where nobody was told.

    `refuses` says of each entry of ours, of the bus and of the queue, whether it is not taken.
    """

    def __init__(self, clock: Clock, refuses: Callable[[], bool] = lambda: False) -> None:
        self._clock = clock
        self._refuses = refuses
        self.sent: list[Event] = []
        self._passed_on = 0
        self._numbers = count(1)

    def __call__(self, call: Call, onward: Onward) -> AWSResponse:
        if call.operation == "PutEvents":
            return self._put(call)
        if call.operation == "SendMessageBatch":
            return self._queue(call)
        answer = onward()
        if call.service == "s3" and call.operation in MAKING and answer.status_code == 200:
            self.sent.append(self._created(call))
        return answer

    def new(self) -> Iterator[Event]:
        """What was sent since it was asked for last."""
        found, self._passed_on = self.sent[self._passed_on :], len(self.sent)
        yield from found

    def published(self, matches: Callable[[Event], bool]) -> list[Event]:
        return [event for event in self.sent if matches(event)]

    def _put(self, call: Call) -> AWSResponse:
        answers: list[dict[str, str]] = []
        for entry in call.json["Entries"]:
            if self._refuses():
                answers.append({"ErrorCode": "ThrottlingException", "ErrorMessage": "."})
                continue
            self.sent.append(self._event(entry["Source"], entry["DetailType"], json.loads(entry["Detail"])))
            answers.append({"EventId": self.sent[-1]["id"]})
        failed = sum("ErrorCode" in answer for answer in answers)
        return call.answer(200, json.dumps({"FailedEntryCount": failed, "Entries": answers}).encode())

    def _queue(self, call: Call) -> AWSResponse:
        """What the sweep has asked for again, as if the rule had passed it on."""
        done: list[dict[str, str]] = []
        failed: list[dict[str, Any]] = []
        for entry in call.json["Entries"]:
            if self._refuses():
                failed.append({"Id": entry["Id"], "SenderFault": False, "Code": "InternalError"})
                continue
            asked = json.loads(entry["MessageBody"])
            self.sent.append(self._event(asked["source"], asked["detail-type"], asked["detail"]))
            done.append({"Id": entry["Id"], "MessageId": entry["Id"], "MD5OfMessageBody": ""})
        return call.answer(200, json.dumps({"Successful": done, "Failed": failed}).encode())

    def _created(self, call: Call) -> Event:
        made = live_object(call.key, call.bucket)
        assert made is not None
        described = {
            "key": made.key,
            "size": len(made.content or b""),
            "etag": made.etag,
            "version-id": made.version,
            "sequencer": f"{next(self._numbers):016X}",
        }
        detail = {"version": "0", "bucket": {"name": call.bucket}, "object": described}
        return self._event("aws.s3", "Object Created", detail | {"reason": MAKING[call.operation]})

    def _event(self, source: str, kind: str, detail: Any) -> Event:
        return {
            "version": "0",
            "id": f"{next(self._numbers):032x}",
            "detail-type": kind,
            "source": source,
            "account": "123456789012",
            "time": datetime.fromtimestamp(self._clock.seconds, UTC).isoformat(),
            "region": "eu-central-1",
            "resources": [],
            "detail": detail,
        }
