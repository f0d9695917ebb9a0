"""Find a file that is there now."""

from filegate.domain.errors import FileNotFound
from filegate.domain.files import StoredFile
from filegate.domain.ids import parse_file_id
from filegate.domain.ports import Clock, FileCatalog


def get_file(spelling: str, project: str, *, files: FileCatalog, now_ms: Clock) -> StoredFile:
    """The file of that id, in either spelling. Raises FileNotFound alike for unknown, deleted, expired and foreign."""
    file_id = parse_file_id(spelling)
    file = files.get(project, file_id) if file_id else None
    if file is None or file.expired(now_ms() // 1000):
        raise FileNotFound(spelling)
    return file
