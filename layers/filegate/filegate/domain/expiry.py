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


def lifetime(anchor: str | None, seconds: str | None, field: str = "expires_after") -> int:
    """Seconds of life where both parts of the field have to be given. Raises InvalidInput."""
    anchor_field, seconds_field = f"{field}[anchor]", f"{field}[seconds]"
    if anchor is None:
        raise InvalidInput(f"Missing required parameter: '{anchor_field}'.", param=anchor_field, kind="missing")
    if anchor != "created_at":
        raise InvalidInput(f"Invalid value for '{anchor_field}': expected 'created_at'.", param=anchor_field)
    if seconds is None:
        raise InvalidInput(f"Missing required parameter: '{seconds_field}'.", param=seconds_field, kind="missing")
    return integer_between(MIN_SECONDS, MAX_SECONDS, seconds, seconds_field)
