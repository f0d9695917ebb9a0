"""Plan a batch: read its input once, validate it, and cut it into chunks that are worked on apart from each other."""

from typing import Protocol

from filegate.domain.batch_files import BatchLimits
from filegate.domain.batch_validation import Validation
from filegate.domain.batches import Batch, BatchStatus, Fault
from filegate.domain.chunks import cut
from filegate.domain.files import StoredFile
from filegate.domain.lines import lines
from filegate.domain.ports import Batches, BlobStore, ChunkStore, FileCatalog, ParseJson


class Stores(Protocol):
    """What planning needs."""

    @property
    def files(self) -> FileCatalog: ...
    @property
    def blobs(self) -> BlobStore: ...
    @property
    def batches(self) -> Batches: ...
    @property
    def chunks(self) -> ChunkStore: ...
    @property
    def batch_limits(self) -> BatchLimits: ...
    @property
    def parse_json(self) -> ParseJson: ...
    def now_ms(self) -> int: ...


def plan_batch(project: str, batch_id: str, to: Stores) -> int:
    """How many chunks there are to be done, none where the batch has failed or ended. May be repeated."""
    batch = to.batches.get(project, batch_id)
    if batch is None:
        return 0
    if batch.status == BatchStatus.VALIDATING:
        batch = _planned(batch, to)
    return 0 if batch.ended else batch.chunks


def _planned(batch: Batch, to: Stores) -> Batch:
    now = to.now_ms() // 1000
    if now >= batch.expires_at:
        fault = Fault("batch_expired", "The file could not be validated before the completion window expired.")
        return to.batches.fail(batch, [fault], now)
    file = to.files.get(batch.project, batch.input_file_id)
    if file is None or file.expired(now):
        fault = Fault("file_not_found", "The input file was deleted, or has expired.", param="input_file_id")
        return to.batches.fail(batch, [fault], now)
    if file.size > to.batch_limits.size:
        message = f"The file has {file.size} bytes; a batch file may have {to.batch_limits.size} at most."
        return to.batches.fail(batch, [Fault("file_too_large", message)], now)
    return _cut(batch, file, to)


def _cut(batch: Batch, file: StoredFile, to: Stores) -> Batch:
    validation = Validation(batch.endpoint, to.batch_limits, to.parse_json)
    stored = 0
    for chunk in cut(validation.passing(lines(to.blobs.stream(file), to.batch_limits.line_bytes))):
        to.chunks.put_chunk(batch, stored, chunk)
        stored += 1
    now = to.now_ms() // 1000
    if validation.faults:
        return to.batches.fail(batch, validation.faults, now)
    return to.batches.plan(batch, chunks=stored, lines=validation.lines, model=validation.model, now=now)
