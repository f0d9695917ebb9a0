"""Every 5 minutes: end the files whose time is up, so that their room is given back."""

from typing import Protocol

from filegate.bootstrap import services
from filegate.http.observation import log_expired
from filegate.http.request import Event
from filegate.usecases.expire_files import expire_files

SPARE_MS = 30_000
"""Before its own end the function begins with no other file. What is left waits for the next time."""


class Context(Protocol):
    """What is used of Lambda's."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(_event: Event, context: Context) -> dict[str, int]:
    to = services()
    until_ms = to.now_ms() + context.get_remaining_time_in_millis() - SPARE_MS
    expired = expire_files(until_ms, to)
    log_expired(expired)
    return {"expired": expired}
