"""Tombstones in memory, beside InMemoryFiles, whose they are. tests/contract runs the same tests over DynamoDB."""

from collections.abc import Iterator
from dataclasses import replace

from filegate.domain.files import StoredFile
from filegate.domain.tombstones import Ending, Tombstone
from tests.fakes.files import InMemoryFiles


class InMemoryTombstones:
    def __init__(self, files: InMemoryFiles) -> None:
        self._files = files

    def get(self, project: str, file_id: str) -> Tombstone | None:
        return self._files.tombstones.get((project, file_id))

    def of(self, project: str) -> Iterator[Tombstone]:
        ordered = sorted(self._files.tombstones.items())
        return iter([stone for (owner, _), stone in ordered if owner == project])

    def due(self, now: int) -> Iterator[Tombstone]:
        return iter([stone for stone in self._files.tombstones.values() if stone.due(now)])

    def claim(self, tombstone: Tombstone, now: int) -> bool:
        found = self._found(tombstone)
        if found is None or not found.due(now):
            return False
        self._set(found, purging=True)
        return True

    def close(self, tombstone: Tombstone, now: int) -> None:
        found = self._found(tombstone)
        if found and found.due(now):
            self._set(found, purged=True)

    def restore(self, tombstone: Tombstone, now: int) -> bool:
        found = self._found(tombstone)
        if found is None or not found.restorable(now):
            return False
        self._files.add(found.file)
        del self._files.tombstones[_key(found)]
        return True

    def put_for(self, file: StoredFile) -> bool:
        if (file.project, file.id) in self._files.tombstones:
            return False
        moment = file.expires_at or 0
        stone = Tombstone(file=file, ending=Ending.EXPIRED, deleted_at=moment, purge_at=moment)
        self._files.tombstones[file.project, file.id] = stone
        self._files.records.pop((file.project, file.id), None)
        return True

    def _found(self, tombstone: Tombstone) -> Tombstone | None:
        return self._files.tombstones.get(_key(tombstone))

    def _set(self, tombstone: Tombstone, **fields: bool) -> None:
        self._files.tombstones[_key(tombstone)] = replace(tombstone, **fields)


def _key(tombstone: Tombstone) -> tuple[str, str]:
    return tombstone.file.project, tombstone.file.id
