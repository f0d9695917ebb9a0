"""Make files of dropped objects, many at once, and each once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

from filegate.domain.auto_batches import AutoBatch
from filegate.domain.batch_files import before_check, is_checked
from filegate.domain.drops import Drop, DroppedObject, Place, Reason, Refused, Rejection, place_of
from filegate.domain.errors import ProjectNotFound
from filegate.domain.expiry import lifetime_of
from filegate.domain.files import StoredFile
from filegate.domain.ports import DropRecords, DropZone, PartStore, ProjectRegistry

AT_ONCE = 16
"""So many objects are copied, and then cleared up after, at the same time."""


class Stores(Protocol):
    """What ingestion needs."""

    @property
    def zone(self) -> DropZone: ...
    @property
    def drops(self) -> DropRecords: ...
    @property
    def projects(self) -> ProjectRegistry: ...
    @property
    def parts(self) -> PartStore: ...
    def now_ms(self) -> int: ...
    def new_id(self, unix_ms: int, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Rules:
    """What the deployment asks of dropped objects, and the moment from which nothing new is begun (unix ms).

    `default_expiry` has the seconds of life by purpose; files of other purposes stay for ever.
    """

    allowed_purposes: tuple[str, ...]
    default_expiry: Mapping[str, int]
    until_ms: int
    auto_batch: AutoBatch


@dataclass(frozen=True, slots=True)
class _Taken:
    """A dropped object whose copy is made, with the file that it is to be, or else why it is none."""

    dropped: DroppedObject
    file: StoredFile | None = None
    refused: Reason | None = None


def ingest_drops(drops: Sequence[Drop], rules: Rules, to: Stores) -> list[BaseException | None]:
    """For each drop what kept it from being ingested, or None where it is a file or rejected now, or gone.

    Any may be asked for again at any time, and has to be where something kept it.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        projects = {drop.claimed_project for drop in drops}
        known = {project: pool.submit(_exists, project, to) for project in projects}
        taking = [pool.submit(_take, drop, known[drop.claimed_project], rules, to) for drop in drops]
        verdicts = _record((one for each in taking if not each.exception() for one in each.result()), pool, to)
        settling = [pool.submit(_settle, each, verdicts, to) for each in taking]
        return [each.exception() for each in settling]


def _exists(project: str, to: Stores) -> bool:
    try:
        to.projects.usage(project)
    except ProjectNotFound:
        return False
    return True


def _take(drop: Drop, known: Future[bool], rules: Rules, to: Stores) -> list[_Taken]:
    if to.now_ms() >= rules.until_ms:
        raise TimeoutError("there was no time left to begin with it")
    found = [dropped for dropped in to.zone.versions(drop) if not dropped.is_folder]
    taken = [_copied(dropped, known, rules, to) for dropped in found]
    return [one for one in taken if one]


def _copied(dropped: DroppedObject, known: Future[bool], rules: Rules, to: Stores) -> _Taken | None:
    """None where the object went meanwhile: then somebody else has made a file of it."""
    try:
        place = place_of(dropped, rules.allowed_purposes)
    except Refused as refusal:
        return _Taken(dropped, refused=refusal.reason)
    if not known.result():
        return _Taken(dropped, refused=Reason.UNKNOWN_PROJECT)
    auto_batch = _becomes_batch(dropped, place, rules.auto_batch, to)
    digest = to.zone.copy(dropped, place.project)
    if digest is None:
        return None
    return _Taken(dropped, replace(_file(dropped, place, digest, rules), auto_batch=auto_batch))


def _becomes_batch(dropped: DroppedObject, place: Place, auto_batch: AutoBatch, to: Stores) -> bool:
    """The object's tags are asked for only where they decide."""
    if not is_checked(place.purpose):
        return False
    return auto_batch.covers(place.project, place.name) or (auto_batch.tags and to.zone.wants_batch(dropped))


def _file(dropped: DroppedObject, place: Place, digest: str, rules: Rules) -> StoredFile:
    """The same for the same version, whoever makes it. Its life counts from the drop, as `created_at` does."""
    life = lifetime_of(place.purpose, None, rules.default_expiry)
    file = StoredFile(
        id=dropped.file_id,
        project=place.project,
        name=place.name,
        purpose=place.purpose,
        size=dropped.size,
        digest=digest,
        created_at=dropped.dropped_at,
        expires_at=None if life is None else dropped.dropped_at + life,
    )
    return before_check(file)


_Verdicts = Mapping[str, Reason | BaseException | None]


def _record(taken: Iterable[_Taken], pool: Executor, to: Stores) -> _Verdicts:
    """By the id of each file, why it was refused, or what went wrong. One of them named twice is recorded once."""
    of_project: dict[str, dict[str, StoredFile]] = defaultdict(dict)
    for one in taken:
        if one.file:
            of_project[one.file.project][one.file.id] = one.file
    recording = [(group, pool.submit(_registered, group, to)) for group in of_project.values()]
    return {file_id: _verdict(file_id, recorded) for group, recorded in recording for file_id in group}


def _registered(group: Mapping[str, StoredFile], to: Stores) -> Mapping[str, Reason]:
    return to.drops.register(list(group.values()))


def _verdict(file_id: str, recorded: Future[Mapping[str, Reason]]) -> Reason | BaseException | None:
    return recorded.exception() or recorded.result().get(file_id)


def _settle(taking: Future[list[_Taken]], verdicts: _Verdicts, to: Stores) -> None:
    for one in taking.result():
        verdict = verdicts[one.file.id] if one.file else one.refused
        if isinstance(verdict, BaseException):
            raise verdict
        if verdict and _rejected(one, verdict, to):
            continue
        to.zone.remove(one.dropped)


def _rejected(one: _Taken, reason: Reason, to: Stores) -> bool:
    """False where another run has made a file of it all the same. The copy goes only when none can be made any more."""
    now_ms = to.now_ms()
    rejection, runner = Rejection(dropped=one.dropped, reason=reason, rejected_at=now_ms // 1000), to.new_id(now_ms)
    if not to.drops.reject(rejection, runner):
        return False
    if one.file:
        to.parts.clear(one.file.project, one.file.id)
    to.zone.mark(one.dropped, reason)
    to.drops.release(rejection, runner)
    return True
