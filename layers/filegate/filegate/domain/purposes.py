"""Purposes: what a file is for. Any name by default, or only those that the deployment allows."""

import re

from filegate.domain.errors import InvalidInput

MAX_PURPOSES = 100
"""Different purposes a project may ever use: each is counted in the project's one usage record (DynamoDB: 400 KB)."""

PURPOSE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def check_purpose(purpose: str, allowed: tuple[str, ...] = ()) -> str:
    """The purpose itself. Raises InvalidInput where it is malformed or, if `allowed` names any, not among them."""
    if allowed and purpose not in allowed:
        raise InvalidInput(f"'{purpose[:64]}' is not one of {list(allowed)} - 'purpose'", param="purpose")
    if not PURPOSE.fullmatch(purpose):
        raise InvalidInput(
            "Invalid value for 'purpose': expected 1 to 64 letters, digits, '-' or '_'.", param="purpose"
        )
    return purpose
