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
    from collections.abc import Iterator, Sequence

    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

    from filegate.domain.ports.events import Message

SOURCE = "filegate"
_MOST_AT_ONCE = 10
_MOST_BYTES = 256_000
"""Of details. EventBridge takes 256 KiB in one call, in which the rest of ten entries has some hundred bytes."""


class EventBridge:
    """An EventBus."""

    def __init__(self, client: EventBridgeClient, bus: str) -> None:
        self._events = client
        self._bus = bus

    def publish(self, messages: Sequence[Message]) -> Sequence[StorageUnavailable | None]:
        found: list[StorageUnavailable | None] = []
        for entries in _together([self._entry(message) for message in messages]):
            try:
                found += self._put(entries)
            except StorageUnavailable as failure:
                found += [failure] * len(entries)
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


def _together(entries: Sequence[PutEventsRequestEntryTypeDef]) -> Iterator[list[PutEventsRequestEntryTypeDef]]:
    """In their order, as many at a time as one call takes."""
    some: list[PutEventsRequestEntryTypeDef] = []
    size = 0
    for entry in entries:
        size += (weight := len(entry["Detail"].encode()))
        if some and (len(some) == _MOST_AT_ONCE or size > _MOST_BYTES):
            yield some
            some, size = [], weight
        some.append(entry)
    if some:
        yield some


def _failure(answer: Any) -> StorageUnavailable | None:  # noqa: ANN401 - the stubs leave all of its keys optional.
    code = answer.get("ErrorCode")
    return StorageUnavailable(StorageFailure("events", "PutEvents", 1, 200, code)) if code else None
