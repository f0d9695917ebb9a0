"""Changes of the table's records, as its stream tells them: put them as events on the bus."""

from functools import partial
from typing import Any

from filegate.bootstrap import services
from filegate.contracts.events import detail_of
from filegate.http.records import Record, answer_stream
from filegate.usecases.publish_changes import publish_changes


def handler(event: Any, _context: object) -> Record:  # noqa: ANN401 - what the stream has Lambda say.
    to = services()
    return answer_stream(event, to.change_of, partial(publish_changes, describe=detail_of, to=to))
