"""The bus in EventBridge, with `filegate` as the source of all that is told.

IAM actions on the bus: `publish` needs PutEvents.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.domain.errors import StorageFailure, StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

    from filegate.domain.ports.events import Message

SOURCE = "filegate"
_MOST_AT_ONCE = 10


class EventBridge:
    """An EventBus."""

    def __init__(self, client: EventBridgeClient, bus: str) -> None:
        self._events = client
        self._bus = bus

    def publish(self, messages: Sequence[Message]) -> Sequence[StorageUnavailable | None]:
        found: list[StorageUnavailable | None] = []
        for first in range(0, len(messages), _MOST_AT_ONCE):
            some = messages[first : first + _MOST_AT_ONCE]
            try:
                found += self._put([self._entry(message) for message in some])
            except StorageUnavailable as failure:
                found += [failure] * len(some)
        return found

    def _put(self, entries: list[PutEventsRequestEntryTypeDef]) -> list[StorageUnavailable | None]:
        """The answer is 200 also where some of them were not taken."""
        with unavailable_when_aws_fails("events", "PutEvents"):
            answers = self._events.put_events(Entries=entries)["Entries"]
        return [_failure(answer) for answer in answers]

    def _entry(self, message: Message) -> PutEventsRequestEntryTypeDef:
        kind, at, detail = message
        return {
            "Source": SOURCE,
            "DetailType": kind.value,
            "Time": datetime.fromtimestamp(at, UTC),
            "Detail": json.dumps(detail, ensure_ascii=False),
            "EventBusName": self._bus,
        }


def _failure(answer: Any) -> StorageUnavailable | None:  # noqa: ANN401 - the stubs leave all of its keys optional.
    code = answer.get("ErrorCode")
    return StorageUnavailable(StorageFailure("events", "PutEvents", 1, 200, code)) if code else None
