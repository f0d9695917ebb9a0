"""A ProjectRegistry in memory."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from filegate.domain.errors import ProjectExists, ProjectNotFound
from filegate.domain.projects import Project, Quota, QuotaChange, Usage
from tests.fakes.files import InMemoryFiles


class InMemoryProjects:
    """Projects of the files in that catalog, which keeps their quotas."""

    def __init__(self, files: InMemoryFiles | None = None) -> None:
        self._projects: dict[str, Project] = {}
        self._files = files or InMemoryFiles()

    def add(self, project: Project, quota: Quota) -> None:
        if project.name in self._projects:
            raise ProjectExists(project.name)
        self._projects[project.name] = project
        self._files.quotas[project.name] = quota

    def all(self) -> Sequence[Project]:
        return [self._projects[name] for name in sorted(self._projects)]

    def usage(self, project: str) -> Usage:
        if project not in self._projects:
            raise ProjectNotFound(project)
        held = self._files.of(project)
        return Usage(len(held), sum(file.size for file in held), self._files.quotas[project])

    def change_quota(self, project: str, change: QuotaChange) -> None:
        quota = self.usage(project).quota
        named = {name: value for name, value in asdict(change).items() if value is not None}
        self._files.quotas[project] = replace(quota, **named)
