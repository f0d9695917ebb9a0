"""Files of the purpose `batch`: which of them are checked, when, and what the check makes of their status.

    created in one request:  checked while it is created  ────────────────> processed | error
    all others:              recorded as uploaded ──> checked by an event ──> processed | error

Files of other purposes are `processed` from the beginning. A file that failed is kept, and can be downloaded.
"""

from dataclasses import dataclass, replace

from filegate.domain.files import FileStatus, StoredFile

CHECKED_PURPOSE = "batch"

CHECK_OVERDUE_SECONDS = 900
"""A file that is `uploaded` for longer has lost its event; an event that has no record for longer has lost its file."""


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """What a batch file may have at most: lines, bytes, and bytes in one line without its newline."""

    lines: int
    size: int
    line_bytes: int


def is_checked(purpose: str) -> bool:
    return purpose == CHECKED_PURPOSE


def before_check(file: StoredFile) -> StoredFile:
    """The file as it is first recorded where its bytes are not checked yet: `uploaded`, or `processed` at once."""
    status = FileStatus.UPLOADED if is_checked(file.purpose) else FileStatus.PROCESSED
    return replace(file, status=status, status_details=None)


def after_check(file: StoredFile, fault: str | None) -> StoredFile:
    """The file with what the check found in it, in words, or None where nothing is wrong."""
    return replace(file, status=FileStatus.ERROR if fault else FileStatus.PROCESSED, status_details=fault)


def awaits_check(file: StoredFile) -> bool:
    return is_checked(file.purpose) and file.status == FileStatus.UPLOADED
