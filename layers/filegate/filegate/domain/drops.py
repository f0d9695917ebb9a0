"""Objects dropped into the drop bucket at <project>/<purpose>/<name>. Each version becomes one file or one rejection.

    found ──> copied ──> recorded ──> dropped object removed
      └─────────┴──────> rejected: the object stays, tagged with the reason

Recording and rejecting exclude each other, and the file's id is made from the version alone: so an event may come
twice, late, out of order, or only from the sweep, and a step may be broken off anywhere and begun anew.

A rejection is held by the run that takes the copy away after it. Until that has ended, or its time is up, no other run
does so, and nobody gives the object another chance: the copy that goes could be the one that was just recorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from filegate.domain.errors import FilegateError, InvalidInput
from filegate.domain.ids import uuid7
from filegate.domain.names import check_name
from filegate.domain.purposes import check_purpose

MAX_DROP_BYTES = 107_374_182_400
"""100 GiB: what one run of the function is sure to copy."""

HOLDING_SECONDS = 200
"""After this the rejection may be taken over: it is longer than the function can run (template.yaml: Timeout)."""

_FOLDERS = 2


class DropBusy(FilegateError):
    """Another run is just taking away what belongs to the rejection of the dropped object. Told to the log only."""


class Reason(StrEnum):
    """Why a dropped object makes no file. No retry mends it without somebody's doing."""

    BAD_KEY = "bad_key"
    UNKNOWN_PROJECT = "unknown_project"
    BAD_PURPOSE = "bad_purpose"
    BAD_NAME = "bad_name"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    QUOTA_EXCEEDED = "quota_exceeded"
    TOO_MANY_PURPOSES = "too_many_purposes"


class Refused(Exception):
    """A dropped object breaks a rule."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Drop:
    """What a message is about: one version of a key, or with None whatever versions it has."""

    key: str
    version: str | None = None

    @property
    def claimed_project(self) -> str:
        """The project that the key names, which need not exist."""
        return _claimed_project(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedObject:
    """A version that is there. `size` is in bytes, `dropped_at` in unix seconds."""

    bucket: str
    key: str
    version: str
    size: int
    dropped_at: int

    @property
    def file_id(self) -> str:
        """The id of the file that it becomes, the same whenever and however often it is asked."""
        identity = "\0".join((self.bucket, self.key, self.version))
        return uuid7(self.dropped_at * 1000, sha256(identity.encode()).digest())

    @property
    def is_folder(self) -> bool:
        """The empty objects that consoles make to show a folder."""
        return self.key.endswith("/") and self.size == 0

    @property
    def claimed_project(self) -> str:
        """As of the Drop."""
        return _claimed_project(self.key)


@dataclass(frozen=True, slots=True)
class Place:
    """What a key says about the file."""

    project: str
    purpose: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A dropped object that stays where it is, and why; `rejected_at` is in unix seconds."""

    dropped: DroppedObject
    reason: Reason
    rejected_at: int


def place_of(dropped: DroppedObject, allowed_purposes: tuple[str, ...] = ()) -> Place:
    """Raises Refused for all that can be told from the key and the size."""
    parts = dropped.key.split("/", _FOLDERS)
    if len(parts) <= _FOLDERS:
        raise Refused(Reason.BAD_KEY)
    place = Place(*parts)
    with _refusing(Reason.BAD_PURPOSE):
        check_purpose(place.purpose, allowed_purposes)
    with _refusing(Reason.BAD_NAME):
        check_name(place.name)
    if not 0 < dropped.size <= MAX_DROP_BYTES:
        raise Refused(Reason.TOO_LARGE if dropped.size else Reason.EMPTY)
    return place


@contextmanager
def _refusing(reason: Reason) -> Iterator[None]:
    try:
        yield
    except InvalidInput as error:
        raise Refused(reason) from error


def _claimed_project(key: str) -> str:
    return key.partition("/")[0]
