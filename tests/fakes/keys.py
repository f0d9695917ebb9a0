"""A KeyRing in memory."""

from collections.abc import Sequence
from dataclasses import replace

from filegate.domain.errors import KeyNotFound
from filegate.domain.keys import ApiKey
from filegate.domain.ports import ProjectRegistry


class InMemoryKeys:
    """Keys of the projects in that registry."""

    def __init__(self, projects: ProjectRegistry) -> None:
        self._projects = projects
        self._keys: dict[tuple[str, str], ApiKey] = {}

    def find(self, digest: str) -> ApiKey | None:
        return next((key for key in self._keys.values() if key.digest == digest), None)

    def add(self, key: ApiKey) -> None:
        self._projects.usage(key.project)
        self._keys[key.project, key.id] = key

    def of(self, project: str) -> Sequence[ApiKey]:
        return sorted((key for key in self._keys.values() if key.project == project), key=lambda key: key.id)

    def revoke(self, project: str, key_id: str, revoked_at: int) -> ApiKey:
        key = self._by_id(project, key_id)
        if key.revoked_at is None:
            key = self._keys[project, key_id] = replace(key, revoked_at=revoked_at)
        return key

    def limit(self, project: str, key_id: str, requests_per_minute: int | None) -> ApiKey:
        key = self._by_id(project, key_id)
        self._keys[project, key_id] = replace(key, requests_per_minute=requests_per_minute)
        return self._keys[project, key_id]

    def _by_id(self, project: str, key_id: str) -> ApiKey:
        if (project, key_id) not in self._keys:
            raise KeyNotFound(key_id)
        return self._keys[project, key_id]
