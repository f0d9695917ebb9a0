"""One page of a project's ids: the objects under them beside the records that should own them."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from filegate.domain.batch_files import CHECK_OVERDUE_SECONDS, awaits_check
from filegate.domain.errors import FileNotFound, StorageUnavailable
from filegate.domain.files import StoredFile
from filegate.domain.ids import created_ms
from filegate.domain.ports import ObjectInventory, RecordInventory
from filegate.domain.sweep import (
    ORPHAN_SECONDS,
    OUR_NAME,
    Finding,
    Findings,
    Holders,
    Position,
    StoredObject,
)
from filegate.domain.tombstones import Tombstone
from filegate.domain.uploads import Upload
from filegate.usecases.check_file import Stores as CheckStores
from filegate.usecases.check_file import check_file


class Stores(CheckStores, Protocol):
    """What it needs, beyond what checking a file does."""

    @property
    def records(self) -> RecordInventory: ...
    @property
    def objects(self) -> ObjectInventory: ...


@dataclass(frozen=True, slots=True)
class Window:
    """All that there is of some ids, each by its id. `upto` is the last of them, None where there are no more."""

    stored: Mapping[str, StoredObject]
    alive: Mapping[str, StoredFile]
    buried: Mapping[str, Tombstone]
    sessions: Mapping[str, Upload]
    upto: str | None

    def ids(self) -> Iterable[str]:
        every = sorted({*self.stored, *self.alive, *self.buried, *self.sessions})
        return every if self.upto is None else (each for each in every if each <= self.upto)

    def holders(self, file_id: str) -> Holders:
        return Holders(self.alive.get(file_id), self.buried.get(file_id), self.sessions.get(file_id))


def sweep_files(position: Position, until_ms: int, to: Stores, found: Findings) -> tuple[Position, bool]:
    """How far it came within the project, and whether that is the end of the project. Raises StorageUnavailable."""
    window = _read(position.project, position.after, to)
    for file_id in window.ids():
        if to.now_ms() >= until_ms:
            return position, False
        _look_at(file_id, position, window, to, found)
        position = replace(position, after=file_id)
    return replace(position, after=window.upto or position.after), window.upto is None


def _read(project: str, after: str, to: Stores) -> Window:
    """The pages end at different ids; beyond the first of these ends, nothing is said yet."""
    objects, files = to.objects.files(project, after), to.records.files(project, after)
    tombstones, sessions = to.records.tombstones(project, after), to.records.sessions(project, after)
    ends = [page.upto for page in (objects, files, tombstones, sessions) if page.upto is not None]
    return Window(
        {each.name: each for each in objects.items},
        {each.id: each for each in files.items},
        {each.file.id: each for each in tombstones.items},
        {each.id: each for each in sessions.items},
        min(ends, default=None),
    )


def _look_at(file_id: str, position: Position, window: Window, to: Stores, found: Findings) -> None:
    stored, holders = window.stored.get(file_id), window.holders(file_id)
    if holders.upload:
        position.tally.reserve(holders.upload)
    if holders.file:
        position.tally.show(holders.file)
        if stored is None or stored.size != holders.file.size:
            _look_for_bytes(holders.file, to, found)
        elif _check_overdue(holders.file, to):
            _check(holders.file, to, found)
    if stored:
        found.count(Finding.OBJECTS_SEEN)
        if not OUR_NAME.fullmatch(file_id):
            found.tell(Finding.STRANGE_OBJECTS, position.project, file_id)
        elif not holders.hold():
            _remove_orphan(position.project, stored, to, found)


def _look_for_bytes(file: StoredFile, to: Stores, found: Findings) -> None:
    """The object first, then the record again: where that is still there, the bytes should have been."""
    size = to.objects.size(file.project, file.id)
    if size != file.size and to.records.holders(file.project, file.id).file:
        found.tell(Finding.MISSING_BYTES, file.project, file.id)


def _check_overdue(file: StoredFile, to: Stores) -> bool:
    return awaits_check(file) and file.created_at + CHECK_OVERDUE_SECONDS <= to.now_ms() // 1000


def _check(file: StoredFile, to: Stores, found: Findings) -> None:
    """Its event was lost, or failed for good. One that fails again is no reason to leave the others unswept."""
    found.count(Finding.OVERDUE_CHECKS)
    with suppress(FileNotFound, StorageUnavailable):
        check_file(file.project, file.id, to)


def _remove_orphan(project: str, stored: StoredObject, to: Stores, found: Findings) -> None:
    """Hidden, as a record that is missing may be the fault. Where a tombstone says purged, the bytes go for good."""
    born = max(stored.modified_at, created_ms(stored.name) // 1000)
    if born + ORPHAN_SECONDS > to.now_ms() // 1000:
        return
    holders = to.records.holders(project, stored.name)
    if holders.hold():
        return
    if holders.tombstone:
        to.blobs.erase(holders.tombstone.file)
    else:
        to.objects.hide_file(project, stored.name)
    found.count(Finding.ORPHAN_OBJECTS)
