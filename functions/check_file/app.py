"""The bytes of a file have come: check what is in them, where the file is one that is checked."""

from functools import partial
from typing import Any

from filegate.bootstrap import Services, services
from filegate.domain.batch_files import CHECK_OVERDUE_SECONDS
from filegate.domain.errors import FileNotFound
from filegate.http.observation import log_checked
from filegate.http.records import Record, answer_queue, one_by_one
from filegate.http.s3_events import FileObjectCreated
from filegate.usecases.check_file import check_file


def handler(event: Any, _context: object) -> Record:  # noqa: ANN401 - what SQS has Lambda say.
    return answer_queue(event, FileObjectCreated.of, one_by_one(partial(_check, to=services())))


def _check(created: FileObjectCreated, to: Services) -> None:
    """Bytes come first, and the record second: an event without one comes again for a while, and then is dropped."""
    try:
        checked = check_file(created.project, created.file_id, to)
    except FileNotFound:
        if to.now_ms() // 1000 - created.moment < CHECK_OVERDUE_SECONDS:
            raise
        return
    if checked:
        log_checked(checked)
