"""Look through the whole store for what crashes left, and for what should not be, from where the last run stopped."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from filegate.domain.errors import StorageUnavailable
from filegate.domain.ports import (
    ProjectRegistry,
    SweepLog,
    UploadSessions,
)
from filegate.domain.sweep import Finding, Findings, Phase, Position, Tally
from filegate.usecases.sweep_files import Stores as SweepFilesStores
from filegate.usecases.sweep_files import sweep_files
from filegate.usecases.sweep_parts import sweep_parts, sweep_unfinished

HANDOVER_SECONDS = 60
"""A run that broke off is taken over so long after the moment at which it should have stopped."""


class Stores(SweepFilesStores, Protocol):
    """What the sweep needs, beyond what sweeping files does."""

    @property
    def projects(self) -> ProjectRegistry: ...
    @property
    def uploads(self) -> UploadSessions: ...
    @property
    def sweeps(self) -> SweepLog: ...
    def new_id(self, unix_ms: int, /) -> str: ...


def sweep_store(until_ms: int, to: Stores, found: Findings) -> bool:
    """Whether it came to the end of a pass before the moment `until_ms`; then the next run begins a new one.

    May run at any time, and twice at once: then the second ends at once. May break off at any point: what was found
    is done, and the next run goes on from the last page that was. Raises StorageUnavailable.
    """
    runner = to.new_id(to.now_ms())
    position = to.sweeps.begin(runner, until_ms // 1000 + HANDOVER_SECONDS, to.now_ms() // 1000)
    if position is None:
        return False
    try:
        return _go_on(position, runner, until_ms, to, found)
    finally:
        with suppress(StorageUnavailable):
            to.sweeps.end(runner)


def _go_on(position: Position, runner: str, until_ms: int, to: Stores, found: Findings) -> bool:
    names = [project.name for project in to.projects.all()]
    while to.now_ms() < until_ms:
        following = _step(position, names, until_ms, to, found)
        if not to.sweeps.save(runner, following or Position()):
            return False
        if following is None:
            return True
        position = following
    return False


def _step(position: Position, names: Iterable[str], until_ms: int, to: Stores, found: Findings) -> Position | None:
    """Where the sweep is one page later, None at the end of the pass."""
    if position.phase == Phase.FILES:
        reached, ended = sweep_files(position, until_ms, to, found)
        if not ended:
            return reached
        _settle(reached, to, found)
        return Position(position.project, Phase.PARTS)
    if position.phase == Phase.UNFINISHED:
        upto = sweep_unfinished(position.after, to, found)
        return replace(position, after=upto) if upto else None
    upto = sweep_parts(position.project, position.after, to, found) if position.project else None
    return replace(position, after=upto) if upto else _next(position.project, names, to)


def _next(project: str, names: Iterable[str], to: Stores) -> Position:
    """Projects that nobody made may have objects, too. The order is that of S3, where a slash follows the name."""
    stored = to.objects.next_project(project)
    every = {*names, stored} if stored else set(names)
    name = min((each for each in every if f"{each}/" > f"{project}/"), key=lambda each: f"{each}/", default=None)
    if name is None:
        return Position(project, Phase.UNFINISHED)
    counted = to.records.counted(name)
    return Position(name, Phase.FILES, changes=counted.changes if counted else None, tally=Tally())


def _settle(position: Position, to: Stores, found: Findings) -> None:
    """What the usage record says can be judged only where it did not change while the project was looked through."""
    counted = to.records.counted(position.project)
    if counted is None:
        return
    if counted.changes != position.changes:
        found.count(Finding.UNSETTLED_PROJECTS)
    elif differences := position.tally.differences(counted.tally):
        found.tell(Finding.USAGE_DRIFT, position.project, "; ".join(differences))
