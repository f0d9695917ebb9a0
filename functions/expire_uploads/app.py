"""Every 5 minutes: end the upload sessions whose time is up, and clear up after all that have ended."""

from filegate.bootstrap import services
from filegate.http.observation import log_cleared
from filegate.http.request import Event
from filegate.http.time_box import Context, until_ms
from filegate.usecases.expire_uploads import expire_uploads

SPARE_MS = 30_000
"""Before its own end the function begins with no other session. What is left waits for the next time."""


def handler(_event: Event, context: Context) -> dict[str, int]:
    to = services()
    cleared = expire_uploads(until_ms(context, SPARE_MS, to.now_ms), to)
    log_cleared(cleared)
    return {"cleared": cleared}
