"""Every 5 minutes: end the files whose time is up, so that their room is given back."""

from filegate.bootstrap import services
from filegate.http.observation import log_expired
from filegate.http.request import Event
from filegate.http.time_box import Context, until_ms
from filegate.usecases.expire_files import expire_files

SPARE_MS = 30_000
"""Before its own end the function begins with no other file. What is left waits for the next time."""


def handler(_event: Event, context: Context) -> dict[str, int]:
    to = services()
    expired = expire_files(until_ms(context, SPARE_MS, to.now_ms), to)
    log_expired(expired)
    return {"expired": expired}
