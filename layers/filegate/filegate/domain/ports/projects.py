"""Projects and their API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filegate.domain.keys import ApiKey
    from filegate.domain.projects import Project, Quota, QuotaChange, Usage


class KeyRing(Protocol):
    """Projects' API keys, found by digest."""

    def find(self, digest: str) -> ApiKey | None:
        """The key, revoked or not."""

    def add(self, key: ApiKey) -> None:
        """Record a new key. Raises ProjectNotFound."""

    def of(self, project: str) -> Sequence[ApiKey]:
        """The project's keys, oldest first, revoked ones too."""

    def revoke(self, project: str, key_id: str, revoked_at: int) -> ApiKey:
        """End the key; the first call decides the moment. Raises KeyNotFound."""

    def limit(self, project: str, key_id: str, requests_per_minute: int | None) -> ApiKey:
        """Give the key a rate limit of its own, or with None the deployment's again. Raises KeyNotFound."""


class ProjectRegistry(Protocol):
    """All projects, with their quotas and usage."""

    def add(self, project: Project, quota: Quota) -> None:
        """Record a new project with an empty usage. Raises ProjectExists."""

    def all(self) -> Sequence[Project]:
        """Every project, by name."""

    def usage(self, project: str) -> Usage:
        """What it holds and may hold. Raises ProjectNotFound."""

    def change_quota(self, project: str, change: QuotaChange) -> None:
        """Set the parts named, at least one, also to less than it holds, which stays. Raises ProjectNotFound."""
