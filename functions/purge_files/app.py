"""Every 5 minutes: remove the bytes of deleted and expired files that are due, for good."""

from filegate.bootstrap import services
from filegate.http.observation import log_purged
from filegate.http.request import Event
from filegate.http.time_box import Context, until_ms
from filegate.usecases.purge_files import purge_files

SPARE_MS = 30_000
"""Before its own end the function begins with no other file. What is left waits for the next time."""


def handler(_event: Event, context: Context) -> dict[str, int]:
    to = services()
    purged = purge_files(until_ms(context, SPARE_MS, to.now_ms), to)
    log_purged(purged)
    return {"purged": purged}
