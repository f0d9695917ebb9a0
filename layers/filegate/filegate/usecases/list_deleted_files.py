"""The files of a project that can be restored."""

from collections.abc import Sequence

from filegate.domain.ports import Clock, ProjectRegistry, Tombstones
from filegate.domain.tombstones import Tombstone


def list_deleted_files(
    project: str, *, tombstones: Tombstones, projects: ProjectRegistry, now_ms: Clock
) -> Sequence[Tombstone]:
    """Oldest file first. Raises ProjectNotFound: a misspelt project is not one without deleted files."""
    projects.usage(project)
    now = now_ms() // 1000
    return [each for each in tombstones.of(project) if each.restorable(now) and not each.file.expired(now)]
