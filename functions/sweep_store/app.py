"""Every 15 minutes: look through the store, from where the last run stopped, for what crashes left behind."""

from typing import Any, Protocol

from filegate.bootstrap import services
from filegate.domain.sweep import Findings
from filegate.http.observation import log_finding, log_sweep
from filegate.http.request import Event
from filegate.usecases.sweep_store import sweep_store

SPARE_MS = 60_000
"""Before its own end the function begins nothing else. What is left waits for the next time."""


class Context(Protocol):
    """What is used of Lambda's."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(_event: Event, context: Context) -> dict[str, Any]:
    to, found = services(), Findings(log_finding)
    until_ms = to.now_ms() + context.get_remaining_time_in_millis() - SPARE_MS
    try:
        finished = sweep_store(until_ms, to, found)
    finally:
        log_sweep(found.counts)
    return {"finished": finished} | found.counts
