"""Make a project: the name that owns files, with a quota and an empty usage."""

from filegate.domain.errors import InvalidInput
from filegate.domain.ports import Clock, ProjectRegistry
from filegate.domain.projects import UNLIMITED_BYTES, UNLIMITED_FILES, Project, Quota, check_project_name


def create_project(name: str, quota: Quota, *, projects: ProjectRegistry, now_ms: Clock) -> Project:
    """The new project. Raises InvalidInput, ProjectExists."""
    if not 0 <= quota.size <= UNLIMITED_BYTES or not 0 <= quota.files <= UNLIMITED_FILES:
        raise InvalidInput(f"A quota is 0 to {UNLIMITED_BYTES} bytes and 0 to {UNLIMITED_FILES} files.", param="quota")
    project = Project(check_project_name(name), created_at=now_ms() // 1000)
    projects.add(project, quota)
    return project
