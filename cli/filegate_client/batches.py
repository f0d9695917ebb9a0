"""Batches of the project: submit, show, list, cancel, and wait for their end."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote

from filegate_client.connection import Connection
from filegate_client.errors import FilegateFailure, Refused, Stopped, Unreachable
from filegate_client.retries import is_temporary_status

LARGEST_PAGE = 100
FIRST_LOOK_SECONDS = 0.5
LONGEST_LOOK_SECONDS = 5.0
"""Between two looks at a batch that is waited for, ever longer: a deployment counts lines every 5 seconds."""

MOST_SILENT_LOOKS = 120
"""One after another, each with its own retries: about an hour without any answer."""

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})


@dataclass(frozen=True)
class Batch:
    """Moments are unix seconds; `document` is the server's own object, with whatever else it says."""

    id: str
    status: str
    endpoint: str
    created_at: int
    total: int
    completed: int
    failed: int
    output_file_id: str | None
    error_file_id: str | None
    document: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def faults(self) -> list[str]:
        """What was wrong with the input file, a line each."""
        errors = self.document.get("errors") or {}
        return [_fault(each) for each in errors.get("data", [])]


def create(connection: Connection, input_file_id: str, endpoint: str) -> Batch:
    """However often the request has to be repeated, there is one batch."""
    asked = {"input_file_id": input_file_id, "endpoint": endpoint, "completion_window": "24h"}
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    return batch_of(connection.ask("POST", "/batches", json=asked, headers=headers))


def get(connection: Connection, batch_id: str) -> Batch:
    return batch_of(connection.ask("GET", _path(batch_id)))


def cancel(connection: Connection, batch_id: str) -> Batch:
    return batch_of(connection.ask("POST", _path(batch_id, "/cancel")))


def every(connection: Connection, limit: int | None = None) -> Iterator[Batch]:
    """Newest first, page after page, up to `limit` batches."""
    left, after = limit, None
    while left is None or left > 0:
        size = LARGEST_PAGE if left is None else min(left, LARGEST_PAGE)
        params = {"limit": size} | ({} if after is None else {"after": after})
        page = connection.ask("GET", "/batches", params=params)
        yield from map(batch_of, page["data"])
        if not page["has_more"]:
            return
        after = page["last_id"]
        left = None if left is None else left - len(page["data"])


def waited_for(
    connection: Connection,
    batch_id: str,
    on_look: Callable[[Batch], None],
    on_silence: Callable[[FilegateFailure], None],
) -> Batch:
    """The batch once it has ended, also where the connection is lost for a while meanwhile.

    Raises Refused and Unreachable where it does not come back, and Stopped once the connection's `stop` is set.
    """
    silent = 0
    for pause in _pauses():
        try:
            batch = get(connection, batch_id)
        except (Refused, Unreachable) as failure:
            silent += 1
            if silent > MOST_SILENT_LOOKS or not _may_pass(failure):
                raise
            on_silence(failure)
        else:
            silent = 0
            on_look(batch)
            if batch.ended:
                return batch
        if connection.stop.wait(pause):
            break
    raise Stopped("The waiting was stopped.")


def batch_of(document: Mapping[str, Any]) -> Batch:
    counts = document.get("request_counts") or {}
    names = ("id", "status", "endpoint", "created_at", "output_file_id", "error_file_id")
    numbers = {name: counts.get(name, 0) for name in ("total", "completed", "failed")}
    return Batch(**{name: document.get(name) for name in names}, **numbers, document=document)  # type: ignore[arg-type]


def _pauses() -> Iterator[float]:
    for number in count():
        yield min(LONGEST_LOOK_SECONDS, FIRST_LOOK_SECONDS * 1.1 ** min(number, 100))


def _may_pass(failure: Refused | Unreachable) -> bool:
    return isinstance(failure, Unreachable) or is_temporary_status(failure.status)


def _path(batch_id: str, more: str = "") -> str:
    return f"/batches/{quote(batch_id, safe='')}{more}"


def _fault(described: Mapping[str, Any]) -> str:
    place = f"line {described['line']}: " if described.get("line") is not None else ""
    return f"{place}{described.get('message')} ({described.get('code')})"
