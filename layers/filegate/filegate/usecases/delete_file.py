"""Delete a file softly: gone from the API at once, its bytes kept until the tombstone's purge time."""

from filegate.domain.errors import FileNotFound
from filegate.domain.files import StoredFile
from filegate.domain.ports import Clock, FileCatalog
from filegate.domain.tombstones import Ending
from filegate.usecases.get_file import get_file

_DAY = 86_400


def delete_file(spelling: str, project: str, *, files: FileCatalog, now_ms: Clock, retention_days: int) -> StoredFile:
    """The file that was deleted. Raises FileNotFound where it is gone, also to the loser of two calls at once.

    The file is read first because a DynamoDB transaction cannot move attributes that it was not given.
    """
    file = get_file(spelling, project, files=files, now_ms=now_ms)
    now = now_ms() // 1000
    if not files.bury(file, Ending.DELETED, deleted_at=now, purge_at=now + retention_days * _DAY):
        raise FileNotFound(spelling)
    return file
