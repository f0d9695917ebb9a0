"""The sweep: the whole store is looked through, page by page, for what crashes left and for what should not be.

Objects, records and unfinished multipart uploads are read in the order of their names, project by project. Between any
two pages the sweep can stop, and go on from its `Position` in another process.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from filegate.domain.files import StoredFile
from filegate.domain.tombstones import Tombstone
from filegate.domain.uploads import Upload, UploadStatus

ORPHAN_SECONDS = 3_600
"""What is younger may belong to a request, an upload or a copy that is still at work."""

OUR_NAME = re.compile(r"[0-9a-f]{32}")

OPEN = frozenset({UploadStatus.PENDING, UploadStatus.COMPLETING})

T = TypeVar("T")


class Finding(StrEnum):
    """What is counted. The names of the metrics are made of these."""

    OBJECTS_SEEN = "objects_seen"
    ORPHAN_OBJECTS = "orphan_objects"
    ORPHAN_PARTS = "orphan_parts"
    ABORTED_UPLOADS = "aborted_uploads"
    MISSING_BYTES = "missing_bytes"
    USAGE_DRIFT = "usage_drift"
    OVERDUE_CHECKS = "overdue_checks"
    UNSETTLED_PROJECTS = "unsettled_projects"
    STRANGE_OBJECTS = "strange_objects"


Tell = Callable[[Finding, str, str], None]
"""Takes a finding, its project, and the id or the words that a person on call needs."""


class Findings:
    """What one run has found. What a person has to look at is told at once, one by one."""

    def __init__(self, tell: Tell) -> None:
        self.counts = dict.fromkeys(Finding, 0)
        self._tell = tell

    def count(self, finding: Finding, number: int = 1) -> None:
        self.counts[finding] += number

    def tell(self, finding: Finding, project: str, about: str) -> None:
        self.count(finding)
        self._tell(finding, project, about)


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object as a listing shows it. `name` is what follows the project in its key; `modified_at` unix seconds."""

    name: str
    size: int
    modified_at: int


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A multipart upload at S3 that is neither completed nor aborted. `session` is the upload that it would be of."""

    key: str
    upload_id: str
    project: str
    session: str
    started_at: int


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """All that there is after some name, up to and with `upto`, or to the very end where that is None."""

    items: Sequence[T]
    upto: str | None


@dataclass(frozen=True, slots=True)
class Holders:
    """What may own the bytes under one id, all three as they were at one moment."""

    file: StoredFile | None
    tombstone: Tombstone | None
    upload: Upload | None

    def hold(self) -> bool:
        """Whether the bytes have to stay."""
        stone = self.tombstone is not None and not self.tombstone.purged
        return self.file is not None or stone or (self.upload is not None and self.upload.status in OPEN)


@dataclass(slots=True)
class Tally:
    """What a project has, counted: files that show, and those with what open uploads have reserved."""

    file_count: int = 0
    byte_count: int = 0
    files_held: int = 0
    bytes_held: int = 0
    purposes: dict[str, int] = field(default_factory=dict)

    def show(self, file: StoredFile) -> None:
        self.file_count += 1
        self.byte_count += file.size
        self.purposes[file.purpose] = self.purposes.get(file.purpose, 0) + 1
        self._hold(file.size)

    def reserve(self, upload: Upload) -> None:
        if upload.status in OPEN:
            self._hold(upload.size)

    def _hold(self, size: int) -> None:
        self.files_held += 1
        self.bytes_held += size

    def differences(self, counted: "Tally") -> list[str]:
        """In words, where what the usage record says is not what there is."""
        found, said = asdict(self), asdict(counted)
        purposes = {name: number for name, number in said.pop("purposes").items() if number}
        if found.pop("purposes") != purposes:
            said["purposes"], found["purposes"] = purposes, self.purposes
        return [f"{name} is {said[name]}, found {found[name]}" for name in said if said[name] != found[name]]


@dataclass(frozen=True, slots=True)
class Counted:
    """The usage record as it is kept. `changes` is another number after every change of it."""

    tally: Tally
    changes: int


class Phase(StrEnum):
    """Of a project FILES and then PARTS; after the last project, UNFINISHED of all."""

    FILES = "files"
    PARTS = "parts"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Position:
    """How far a pass has come: within a project and a phase, `after` a name. The tally is of FILES, up to there."""

    project: str = ""
    phase: Phase = Phase.PARTS
    after: str = ""
    changes: int | None = None
    tally: Tally = field(default_factory=Tally)

    @classmethod
    def of(cls, document: dict[str, Any]) -> "Position":
        """What `asdict` made of one."""
        return cls(**document | {"phase": Phase(document["phase"]), "tally": Tally(**document["tally"])})
