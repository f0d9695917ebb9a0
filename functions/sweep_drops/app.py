"""Every 15 minutes: ask again for dropped objects whose events may have been lost."""

from typing import Protocol

from filegate.bootstrap import services
from filegate.http.observation import log_drops_swept
from filegate.http.request import Event
from filegate.usecases.sweep_drops import sweep_drops

SPARE_MS = 30_000
"""Before its own end the function stops, and goes on from there the next time."""


class Context(Protocol):
    """What is used of Lambda's."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(_event: Event, context: Context) -> dict[str, int | bool]:
    to = services()
    until_ms = to.now_ms() + context.get_remaining_time_in_millis() - SPARE_MS
    asked_for, finished = sweep_drops(until_ms, to)
    log_drops_swept(asked_for, finished=finished)
    return {"asked_for": asked_for, "finished": finished}
