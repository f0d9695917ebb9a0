"""Compare a project's usage record with its files, in one go, for whoever asks."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from filegate.domain.errors import ProjectBusy, ProjectNotFound
from filegate.domain.ports import RecordInventory
from filegate.domain.sweep import Counted, Page, Tally

_TRIES = 3

T = TypeVar("T")


def audit_usage(project: str, *, records: RecordInventory) -> list[str]:
    """The differences in words, none where the record is right. Raises ProjectNotFound, ProjectBusy.

    What it reads must not change meanwhile; where it does, it reads again, up to three times.
    """
    for _ in range(_TRIES):
        before = _counted(project, records)
        tally = Tally()
        for file in _all(lambda after: records.files(project, after)):
            tally.show(file)
        for upload in _all(lambda after: records.sessions(project, after)):
            tally.reserve(upload)
        if _counted(project, records).changes == before.changes:
            return tally.differences(before.tally)
    raise ProjectBusy(f"Project '{project}' changes while it is counted. Try again when it is quieter.")


def _counted(project: str, records: RecordInventory) -> Counted:
    counted = records.counted(project)
    if counted is None:
        raise ProjectNotFound(f"There is no project '{project}'.")
    return counted


def _all(read: Callable[[str], Page[T]]) -> Iterator[T]:
    page = read("")
    yield from page.items
    while page.upto is not None:
        page = read(page.upto)
        yield from page.items
