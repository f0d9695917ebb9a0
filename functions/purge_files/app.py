"""Every 5 minutes: remove the bytes of deleted and expired files that are due, for good."""

from typing import Protocol

from filegate.bootstrap import services
from filegate.http.observation import log_purged
from filegate.http.request import Event
from filegate.usecases.purge_files import purge_files

SPARE_MS = 30_000
"""Before its own end the function begins with no other file. What is left waits for the next time."""


class Context(Protocol):
    """What is used of Lambda's."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(_event: Event, context: Context) -> dict[str, int]:
    to = services()
    until_ms = to.now_ms() + context.get_remaining_time_in_millis() - SPARE_MS
    purged = purge_files(until_ms, to)
    log_purged(purged)
    return {"purged": purged}
