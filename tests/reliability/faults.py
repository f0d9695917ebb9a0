"""What can go wrong with one call to AWS."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError

from tests.reliability.account import Crash
from tests.reliability.wire import Call, Onward

Instead = Callable[[Call], AWSResponse]


@dataclass(frozen=True)
class Fault:
    """`lasts` says for which calls of the same invocation, from the broken one on: it alone, its like, or all.

    `is_ours` where AWS refuses what we ask for, which is a mistake of ours and not an outage.
    """

    name: str
    instead: Instead
    has_effect: bool = False
    lasts: str = "once"
    only: str = ""
    is_ours: bool = False

    def concerns(self, operation: str) -> bool:
        return self.only in {"", operation}


class Faulty:
    """A layer that breaks call number `at`, from 0 on, or the first of that name. Crashed, the process does nothing."""

    def __init__(self, fault: Fault, at: int | str) -> None:
        self._fault = fault
        self._at = at
        self._numbers = count()
        self._broken: str | None = None
        self._dead = False

    def __call__(self, call: Call, onward: Onward) -> AWSResponse:
        if self._dead:
            raise Crash
        if not self._hits(call, next(self._numbers)):
            return onward()
        self._broken = call.operation
        if self._fault.has_effect:
            onward()
        try:
            return self._fault.instead(call)
        except Crash:
            self._dead = True
            raise

    def _hits(self, call: Call, number: int) -> bool:
        if self._broken is None:
            return self._at in {number, call.operation}
        return self._fault.lasts == "all" or (self._fault.lasts == "alike" and call.operation == self._broken)


def _crash(_: Call) -> AWSResponse:
    raise Crash


def _silence(call: Call) -> AWSResponse:
    raise ReadTimeoutError(endpoint_url=call.request.url)


def _refusing(status: int, dynamodb: str, s3: str) -> Instead:
    return lambda call: call.refusal(status, s3 if call.service == "s3" else dynamodb)


def _cancelling(*codes: str) -> Instead:
    """The reasons stand in the order of the actions; those that are not to blame have None."""

    def cancel(call: Call) -> AWSResponse:
        actions = len(call.json["TransactItems"])
        reasons = [{"Code": code} for code in (*codes, *["None"] * actions)][:actions]
        return call.refusal(400, "TransactionCanceledException", CancellationReasons=reasons)

    return cancel


def _throttled(call: Call) -> AWSResponse:
    return call.refusal(503, "SlowDown") if call.service == "s3" else call.refusal(400, "ThrottlingException")


def _no_event_taken(call: Call) -> AWSResponse:
    """EventBridge says 200 also where it has not taken the entries."""
    entries = [{"ErrorCode": "ThrottlingException", "ErrorMessage": "."} for _ in call.json["Entries"]]
    return call.answer(200, json.dumps({"FailedEntryCount": len(entries), "Entries": entries}).encode())


def _no_message_taken(call: Call) -> AWSResponse:
    """As does SQS."""
    failed = [{"Id": each["Id"], "SenderFault": False, "Code": "InternalError"} for each in call.json["Entries"]]
    return call.answer(200, json.dumps({"Successful": [], "Failed": failed}).encode())


_TRANSACTION = "TransactWriteItems"
_CONFLICT = _cancelling("None", "TransactionConflict")

CRASH = Fault("crash after", _crash, has_effect=True)
LOST = Fault("answer lost", _silence, has_effect=True)

FAULTS = (
    Fault("crash before", _crash),
    CRASH,
    LOST,
    Fault("answers lost", _silence, has_effect=True, lasts="alike"),
    Fault("time-outs", _silence, lasts="alike"),
    Fault("throttling", _throttled, lasts="alike"),
    Fault("500", _refusing(500, "InternalServerError", "InternalError")),
    Fault("500s", _refusing(500, "InternalServerError", "InternalError"), lasts="alike"),
    Fault("outage", _refusing(503, "ServiceUnavailable", "ServiceUnavailable"), lasts="all"),
    Fault("credentials expired", _refusing(400, "ExpiredTokenException", "ExpiredToken"), lasts="all"),
    Fault("conflict", _CONFLICT, only=_TRANSACTION),
    Fault("conflicts", _CONFLICT, lasts="alike", only=_TRANSACTION),
    Fault("cancelled: throttled", _cancelling("ThrottlingError"), only=_TRANSACTION),
    Fault("cancelled: capacity", _cancelling("ProvisionedThroughputExceeded"), only=_TRANSACTION),
    Fault("cancelled: invalid", _cancelling("ValidationError"), only=_TRANSACTION, is_ours=True),
    Fault(
        "cancelled: too large", _cancelling("None", "ItemCollectionSizeLimitExceeded"), only=_TRANSACTION, is_ours=True
    ),
    Fault("in progress", _refusing(400, "TransactionInProgressException", ""), only=_TRANSACTION),
    Fault("no entry taken", _no_event_taken, only="PutEvents"),
    Fault("no entry taken", _no_message_taken, only="SendMessageBatch"),
)
"""A condition that fails is no fault of AWS: it fails where a scenario makes it fail."""
