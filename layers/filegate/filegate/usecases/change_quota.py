"""Change what a project may hold. It keeps what it has: a quota below that refuses new files and does nothing else."""

from filegate.domain.ports import ProjectRegistry
from filegate.domain.projects import QuotaChange, Usage, check_quota


def change_quota(project: str, change: QuotaChange, *, projects: ProjectRegistry) -> Usage:
    """What it holds, and may hold from now on; an empty change only asks. Raises InvalidInput, ProjectNotFound."""
    check_quota(change.size or 0, change.files or 0)
    if change != QuotaChange():
        projects.change_quota(project, change)
    return projects.usage(project)
