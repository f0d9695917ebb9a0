"""Check a file that was recorded before anybody had read it, and write the result into its record."""

from contextlib import suppress
from typing import Protocol

from filegate.domain.auto_batches import BatchTerms, batch_of_file
from filegate.domain.batch_check import Verdict, verdict_on
from filegate.domain.batch_files import BatchLimits, after_check, awaits_check
from filegate.domain.batches import Batch
from filegate.domain.errors import FileNotFound, StorageUnavailable
from filegate.domain.files import BytesGone, StoredFile
from filegate.domain.ports import BlobStore, Executions, FileCatalog, ParseJson


class Stores(Protocol):
    """What checking needs."""

    @property
    def files(self) -> FileCatalog: ...
    @property
    def blobs(self) -> BlobStore: ...
    @property
    def executions(self) -> Executions: ...
    @property
    def batch_limits(self) -> BatchLimits: ...
    @property
    def batch_terms(self) -> BatchTerms: ...
    @property
    def parse_json(self) -> ParseJson: ...
    def now_ms(self) -> int: ...


def check_file(project: str, file_id: str, to: Stores) -> StoredFile | None:
    """The file with its result, or None where none is waited for: it is checked already, expired, or just deleted.

    A file that is to become a batch becomes one with its result, if that is good, in one write; and its batch starts.
    May be repeated, and done twice at once. Raises FileNotFound where there is no record, perhaps not yet, and
    StorageUnavailable, after which the file still waits.
    """
    file = to.files.get(project, file_id)
    if file is None:
        raise FileNotFound(file_id)
    if not awaits_check(file) or file.expired(to.now_ms() // 1000):
        return None
    try:
        verdict = verdict_on(file.size, to.blobs.stream(file), to.batch_limits, to.parse_json)
    except BytesGone:
        if to.files.get(project, file_id):
            raise
        raise FileNotFound(file_id) from None
    return _recorded(file, verdict, to)


def _recorded(file: StoredFile, verdict: Verdict, to: Stores) -> StoredFile | None:
    checked, batch = after_check(file, verdict.fault), _batch(file, verdict, to)
    if not to.files.record_check(checked, batch):
        return None
    if batch:
        # The batch is there now. If it does not start here, resume_batches starts it.
        with suppress(StorageUnavailable):
            to.executions.start(batch, batch.id)
    return checked


def _batch(file: StoredFile, verdict: Verdict, to: Stores) -> Batch | None:
    """What the file becomes now, if it is to become a batch and nothing is wrong with it."""
    if not file.auto_batch or verdict.fault or verdict.endpoint is None:
        return None
    return batch_of_file(file, verdict.endpoint, to.batch_terms, to.now_ms() // 1000)
