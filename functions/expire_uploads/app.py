"""Every 5 minutes: end the upload sessions whose time is up, and clear up after all that have ended."""

from typing import Protocol

from filegate.bootstrap import services
from filegate.http.observation import log_cleared
from filegate.http.request import Event
from filegate.usecases.expire_uploads import expire_uploads

SPARE_MS = 30_000
"""Before its own end the function begins with no other session. What is left waits for the next time."""


class Context(Protocol):
    """What is used of Lambda's."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(_event: Event, context: Context) -> dict[str, int]:
    to = services()
    until_ms = to.now_ms() + context.get_remaining_time_in_millis() - SPARE_MS
    cleared = expire_uploads(until_ms, to)
    log_cleared(cleared)
    return {"cleared": cleared}
