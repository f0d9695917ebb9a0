"""What upload sessions left behind: objects of parts, and multipart uploads at S3, that no open session can use."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol

from filegate.domain.ports import ObjectInventory, UploadSessions
from filegate.domain.sweep import OPEN, ORPHAN_SECONDS, Finding, Findings, StoredObject


class Stores(Protocol):
    """What it needs."""

    @property
    def objects(self) -> ObjectInventory: ...
    @property
    def uploads(self) -> UploadSessions: ...
    def now_ms(self) -> int: ...


def sweep_parts(project: str, after: str, to: Stores, found: Findings) -> str | None:
    """One page; answers after what to go on, None at the end of the project. Raises StorageUnavailable."""
    page = to.objects.parts(project, after)
    by_session: dict[str, list[str]] = defaultdict(list)
    for part in _old(page.items, to):
        by_session[part.name.partition("/")[0]].append(part.name)
    for session, names in by_session.items():
        if not _open(project, session, to):
            to.objects.hide_parts(project, names)
            found.count(Finding.ORPHAN_PARTS, len(names))
    return page.upto


def sweep_unfinished(after: str, to: Stores, found: Findings) -> str | None:
    """One page, of all projects; answers after what to go on, None at the very end. Raises StorageUnavailable."""
    page = to.objects.unfinished(after)
    for upload in page.items:
        if _is_old(upload.started_at, to) and not _open(upload.project, upload.session, to):
            to.objects.abort(upload)
            found.count(Finding.ABORTED_UPLOADS)
    return page.upto


def _open(project: str, session: str, to: Stores) -> bool:
    upload = to.uploads.get(project, session)
    return upload is not None and upload.status in OPEN


def _old(parts: Iterable[StoredObject], to: Stores) -> Iterator[StoredObject]:
    return (part for part in parts if _is_old(part.modified_at, to))


def _is_old(moment: int, to: Stores) -> bool:
    return moment + ORPHAN_SECONDS <= to.now_ms() // 1000
