"""What a client may ask a new batch to be (OpenAI's POST /batches)."""

from collections.abc import Mapping

from filegate.domain.batch_files import CHECKED_PURPOSE
from filegate.domain.batches import WINDOW
from filegate.domain.endpoints import ENDPOINTS
from filegate.domain.errors import FileNotFound, InvalidInput
from filegate.domain.files import StoredFile

MAX_PAIRS = 16
MAX_NAME_LENGTH = 64
MAX_VALUE_LENGTH = 512


def check_endpoint(endpoint: str) -> str:
    """The endpoint itself. Raises InvalidInput."""
    if endpoint not in ENDPOINTS:
        raise InvalidInput(
            f"Invalid value for 'endpoint': expected one of {', '.join(sorted(ENDPOINTS))}.", param="endpoint"
        )
    return endpoint


def check_window(window: str) -> str:
    """The window itself. Raises InvalidInput."""
    if window != WINDOW:
        raise InvalidInput(f"Invalid value for 'completion_window': expected '{WINDOW}'.", param="completion_window")
    return window


def check_metadata(metadata: Mapping[str, object]) -> dict[str, str]:
    """The pairs themselves. Raises InvalidInput beyond 16 pairs, names of 1 to 64 and texts of up to 512 characters."""
    if len(metadata) > MAX_PAIRS:
        raise InvalidInput(f"'metadata' may have at most {MAX_PAIRS} pairs.", param="metadata")
    checked: dict[str, str] = {}
    for name, value in metadata.items():
        if not 0 < len(name) <= MAX_NAME_LENGTH:
            raise InvalidInput(f"A name in 'metadata' must have 1 to {MAX_NAME_LENGTH} characters.", param="metadata")
        if not isinstance(value, str) or len(value) > MAX_VALUE_LENGTH:
            raise InvalidInput(
                f"Invalid value for 'metadata[{name}]': expected a string of at most {MAX_VALUE_LENGTH} characters.",
                param=f"metadata[{name}]",
            )
        checked[name] = value
    return checked


def check_input(file: StoredFile | None, spelling: str, now: int) -> StoredFile:
    """The file itself. Raises FileNotFound, or InvalidInput for one of another purpose."""
    if file is None or file.expired(now):
        raise FileNotFound(spelling, param="input_file_id")
    if file.purpose != CHECKED_PURPOSE:
        raise InvalidInput(
            f"The input file must have the purpose '{CHECKED_PURPOSE}', and this one has '{file.purpose}'.",
            param="input_file_id",
        )
    return file
