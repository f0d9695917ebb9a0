"""The API keys of a project."""

from collections.abc import Sequence

from filegate.domain.keys import ApiKey
from filegate.domain.ports import KeyRing, ProjectRegistry


def list_keys(project: str, *, keys: KeyRing, projects: ProjectRegistry) -> Sequence[ApiKey]:
    """Oldest first, revoked ones too. Raises ProjectNotFound: a misspelt project is not one without keys."""
    projects.usage(project)
    return keys.of(project)
