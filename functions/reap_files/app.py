"""The table's stream: expired records that DynamoDB removed are uncounted, tombstones due at once lose their bytes."""

from typing import Any

from filegate.bootstrap import Services, services
from filegate.http.request import Event
from filegate.http.stream import Record, each_record
from filegate.usecases.reap_file import reap_file


def handler(event: Event, _context: object) -> dict[str, Any]:
    to = services()
    return each_record(event, lambda record: _reap(record, to))


def _reap(record: Record, to: Services) -> None:
    if change := to.change_of(record):
        reap_file(change, to)
