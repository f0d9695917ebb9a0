"""The table's stream: expired records that DynamoDB removed are uncounted, tombstones due at once lose their bytes."""

from typing import Any

from filegate.bootstrap import services
from filegate.domain.files import StoredFile
from filegate.domain.tombstones import Tombstone
from filegate.http.records import Record, answer_stream, one_by_one
from filegate.usecases.reap_file import reap_file


def handler(event: Any, _context: object) -> Record:  # noqa: ANN401 - what the stream has Lambda say.
    to = services()

    def reap(ending: StoredFile | Tombstone | None) -> None:
        if ending:
            reap_file(ending, to)

    return answer_stream(event, to.ending_of, one_by_one(reap))
