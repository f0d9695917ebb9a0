"""When a file ends: `expires_after` of OpenAI's contract, counted from the file's creation."""

from collections.abc import Mapping

from filegate.domain.errors import InvalidInput
from filegate.domain.numbers import integer_between

MIN_SECONDS = 3_600
MAX_SECONDS = 2_592_000

ANCHOR_FIELD = "expires_after[anchor]"
SECONDS_FIELD = "expires_after[seconds]"


def lifetime_of(purpose: str, asked: int | None, defaults: Mapping[str, int]) -> int | None:
    """Seconds of life of a new file: what was asked for, or else the purpose's default, or None for ever."""
    return defaults.get(purpose) if asked is None else asked


def parse_expires_after(anchor: str | None, seconds: str | None) -> int | None:
    """Seconds of life, or None where neither field was given. Raises InvalidInput for half or out-of-range input."""
    return None if anchor is None and seconds is None else lifetime(anchor, seconds)


def lifetime(anchor: str | None, seconds: str | None) -> int:
    """Seconds of life where both fields have to be given. Raises InvalidInput."""
    if anchor is None:
        raise InvalidInput(f"Missing required parameter: '{ANCHOR_FIELD}'.", param=ANCHOR_FIELD, kind="missing")
    if anchor != "created_at":
        raise InvalidInput(f"Invalid value for '{ANCHOR_FIELD}': expected 'created_at'.", param=ANCHOR_FIELD)
    if seconds is None:
        raise InvalidInput(f"Missing required parameter: '{SECONDS_FIELD}'.", param=SECONDS_FIELD, kind="missing")
    return integer_between(MIN_SECONDS, MAX_SECONDS, seconds, SECONDS_FIELD)
