"""The bytes of a file have come: check what is in them, where the file is one that is checked."""

from filegate.bootstrap import Services, services
from filegate.domain.batch_files import CHECK_OVERDUE_SECONDS
from filegate.domain.errors import FileNotFound
from filegate.http.observation import log_checked
from filegate.http.queue import Message, each_message
from filegate.http.s3_events import FileObjectCreated
from filegate.usecases.check_file import check_file


def take(message: Message, to: Services) -> None:
    """Bytes come first, and the record second: an event without one comes again for a while, and then is dropped."""
    created = FileObjectCreated.of(message.body)
    try:
        checked = check_file(created.project, created.file_id, to)
    except FileNotFound:
        if to.now_ms() // 1000 - created.moment < CHECK_OVERDUE_SECONDS:
            raise
        return
    if checked:
        log_checked(checked)


handler = each_message(take, services)
