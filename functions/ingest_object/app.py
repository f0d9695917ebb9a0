"""Objects that were dropped into the drop bucket, as the queue tells of them: make files of them."""

from functools import partial
from typing import Any

from filegate.bootstrap import services
from filegate.http.queued_drops import queued_drop
from filegate.http.records import Record, answer_queue
from filegate.http.time_box import Context, until_ms
from filegate.usecases.ingest_drops import Rules, ingest_drops

SPARE_MS = 60_000
"""Before its own end the function begins with no other object. What is left comes again."""


def handler(event: Any, context: Context) -> Record:  # noqa: ANN401 - what SQS has Lambda say.
    to = services()
    until = until_ms(context, SPARE_MS, to.now_ms)
    rules = Rules(to.config.allowed_purposes, to.config.default_expiry, until, to.auto_batch)
    return answer_queue(event, queued_drop, partial(ingest_drops, rules=rules, to=to))
