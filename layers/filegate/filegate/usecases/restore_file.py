"""Bring a deleted file back, as long as its bytes are there."""

from collections.abc import Iterable
from typing import Protocol

from filegate.domain.errors import InvalidInput, NotRestorable
from filegate.domain.files import StoredFile
from filegate.domain.ids import parse_file_id
from filegate.domain.ports import Tombstones
from filegate.domain.tombstones import Tombstone


class Stores(Protocol):
    """What restoring needs."""

    @property
    def tombstones(self) -> Tombstones: ...
    def now_ms(self) -> int: ...


def restore_file(spelling: str, projects: Iterable[str], to: Stores) -> StoredFile:
    """The file, which is the one of these projects that had it.

    Raises InvalidInput for what is no id, NotRestorable, and QuotaExceeded where the project has no room for it.
    """
    file_id = parse_file_id(spelling)
    if file_id is None:
        raise InvalidInput(f"'{spelling[:64]}' is not the id of a file.", param="id")
    tombstone = _found(file_id, projects, to)
    now = to.now_ms() // 1000
    if tombstone is None or not tombstone.restorable(now):
        raise _gone(spelling)
    if tombstone.file.expired(now):
        raise NotRestorable(f"File {spelling} expired after it was deleted, and does not come back.")
    if not to.tombstones.restore(tombstone, now):
        raise _gone(spelling)
    return tombstone.file


def _found(file_id: str, projects: Iterable[str], to: Stores) -> Tombstone | None:
    tombstones = (to.tombstones.get(project, file_id) for project in projects)
    return next((each for each in tombstones if each), None)


def _gone(spelling: str) -> NotRestorable:
    return NotRestorable(f"There is no deleted file {spelling[:64]} that could be restored.")
