"""Make a project: the name that owns files, with a quota and an empty usage."""

from filegate.domain.ports import Clock, ProjectRegistry
from filegate.domain.projects import Project, Quota, check_project_name, check_quota


def create_project(name: str, quota: Quota, *, projects: ProjectRegistry, now_ms: Clock) -> Project:
    """The new project. Raises InvalidInput, ProjectExists."""
    check_quota(quota.size, quota.files)
    project = Project(check_project_name(name), created_at=now_ms() // 1000)
    projects.add(project, quota)
    return project
