"""A ProjectRegistry in memory."""

from collections.abc import Sequence

from filegate.domain.errors import ProjectExists, ProjectNotFound
from filegate.domain.projects import Project, Quota, Usage


class InMemoryProjects:
    def __init__(self) -> None:
        self._projects: dict[str, tuple[Project, Quota]] = {}

    def add(self, project: Project, quota: Quota) -> None:
        if project.name in self._projects:
            raise ProjectExists(project.name)
        self._projects[project.name] = (project, quota)

    def all(self) -> Sequence[Project]:
        return [self._projects[name][0] for name in sorted(self._projects)]

    def usage(self, project: str) -> Usage:
        if project not in self._projects:
            raise ProjectNotFound(project)
        return Usage(files=0, size=0, quota=self._projects[project][1])
