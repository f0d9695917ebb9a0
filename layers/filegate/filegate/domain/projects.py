"""Projects own files, have a quota, and are opened by API keys."""

import re
from dataclasses import dataclass

from filegate.domain.errors import InvalidInput

UNLIMITED_BYTES = 10**18
UNLIMITED_FILES = 10**12
"""A project always has a quota, so that one condition checks it; these stand for "none" and cannot be reached."""

_PROJECT = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


@dataclass(frozen=True, slots=True)
class Quota:
    """The most a project may hold."""

    size: int = UNLIMITED_BYTES
    files: int = UNLIMITED_FILES


@dataclass(frozen=True, slots=True)
class QuotaChange:
    """What of a quota to set; None leaves it as it is."""

    size: int | None = None
    files: int | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """`created_at` is in unix seconds."""

    name: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What a project holds now, which is more than its quota where that was lowered since."""

    files: int
    size: int
    quota: Quota


def check_quota(size: int, files: int) -> None:
    """Raises InvalidInput."""
    if not 0 <= size <= UNLIMITED_BYTES or not 0 <= files <= UNLIMITED_FILES:
        raise InvalidInput(f"A quota is 0 to {UNLIMITED_BYTES} bytes and 0 to {UNLIMITED_FILES} files.", param="quota")


def check_project_name(name: str) -> str:
    """The name itself, which is also the project's id and the first folder of its objects."""
    if not _PROJECT.fullmatch(name):
        raise InvalidInput(
            "A project name is 1 to 63 lower-case letters, digits and '-', starting with a letter or digit.",
            param="project",
        )
    return name
