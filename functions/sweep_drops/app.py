"""Every 15 minutes: ask again for dropped objects whose events may have been lost."""

from filegate.bootstrap import services
from filegate.http.observation import log_drops_swept
from filegate.http.request import Event
from filegate.http.time_box import Context, until_ms
from filegate.usecases.sweep_drops import sweep_drops

SPARE_MS = 30_000
"""Before its own end the function stops, and goes on from there the next time."""


def handler(_event: Event, context: Context) -> dict[str, int | bool]:
    to = services()
    asked_for, finished = sweep_drops(until_ms(context, SPARE_MS, to.now_ms), to)
    log_drops_swept(asked_for, finished=finished)
    return {"asked_for": asked_for, "finished": finished}
