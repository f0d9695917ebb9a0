"""Check a file that was recorded before anybody had read it, and write the result into its record."""

from typing import Protocol

from filegate.domain.batch_check import what_is_wrong
from filegate.domain.batch_files import BatchLimits, after_check, awaits_check
from filegate.domain.errors import BytesGone, FileNotFound
from filegate.domain.files import StoredFile
from filegate.domain.ports import BlobStore, FileCatalog, ParseJson


class Stores(Protocol):
    """What checking needs."""

    @property
    def files(self) -> FileCatalog: ...
    @property
    def blobs(self) -> BlobStore: ...
    @property
    def batch_limits(self) -> BatchLimits: ...
    @property
    def parse_json(self) -> ParseJson: ...
    def now_ms(self) -> int: ...


def check_file(project: str, file_id: str, to: Stores) -> StoredFile | None:
    """The file with its result, or None where none is waited for: it is checked already, expired, or just deleted.

    May be repeated, and done twice at once. Raises FileNotFound where there is no record, perhaps not yet, and
    StorageUnavailable, after which the file still waits.
    """
    file = to.files.get(project, file_id)
    if file is None:
        raise FileNotFound(file_id)
    if not awaits_check(file) or file.expired(to.now_ms() // 1000):
        return None
    try:
        checked = after_check(file, what_is_wrong(file.size, to.blobs.stream(file), to.batch_limits, to.parse_json))
    except BytesGone:
        if to.files.get(project, file_id):
            raise
        raise FileNotFound(file_id) from None
    return checked if to.files.record_check(checked) else None
