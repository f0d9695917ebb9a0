"""Every 6 hours: look through the store, from where the last run stopped, for what crashes left behind."""

from typing import Any

from filegate.bootstrap import services
from filegate.domain.sweep import Findings
from filegate.http.observation import log_finding, log_sweep
from filegate.http.request import Event
from filegate.http.time_box import Context, until_ms
from filegate.usecases.sweep_store import sweep_store

SPARE_MS = 60_000
"""Before its own end the function begins nothing else. What is left waits for the next time."""


def handler(_event: Event, context: Context) -> dict[str, Any]:
    to, found = services(), Findings(log_finding)
    try:
        finished = sweep_store(until_ms(context, SPARE_MS, to.now_ms), to, found)
    finally:
        log_sweep(found.counts)
    return {"finished": finished} | found.counts
