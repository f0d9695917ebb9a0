"""Objects that were dropped into the drop bucket, as the queue tells of them: make files of them."""

from functools import partial
from typing import Any, Protocol

from filegate.bootstrap import services
from filegate.http.batches import Record, answer_queue
from filegate.http.queued_drops import queued_drop
from filegate.usecases.ingest_drops import Rules, ingest_drops

SPARE_MS = 60_000
"""Before its own end the function begins with no other object. What is left comes again."""


class Context(Protocol):
    """What is used of Lambda's."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(event: Any, context: Context) -> Record:  # noqa: ANN401 - what SQS has Lambda say.
    to = services()
    until_ms = to.now_ms() + context.get_remaining_time_in_millis() - SPARE_MS
    rules = Rules(to.config.allowed_purposes, to.config.default_expiry, until_ms)
    return answer_queue(event, queued_drop, partial(ingest_drops, rules=rules, to=to))
