"""Finish a batch: join the results of its chunks into its files, and end it, once, however often it is asked."""

from filegate.domain.batches import OUTPUT_PURPOSE, Batch, BatchStatus
from filegate.domain.chunks import ChunkResult, Ending, Tally
from filegate.domain.errors import StorageFailure, StorageUnavailable
from filegate.domain.files import StoredFile
from filegate.domain.ports import LineWords
from filegate.domain.uploads import Joined
from filegate.usecases.chunk_work import Stores, take_chunk

PARTS = ("output", "error")

_BEING_FINISHED = {BatchStatus.FINALIZING, BatchStatus.CANCELLING}


def finish_batch(project: str, batch_id: str, words: LineWords, to: Stores) -> Batch | None:
    """The batch as it has ended, None where there is none. May be repeated, and be done twice at once.

    Raises StorageUnavailable, also where a chunk is still in other hands; then it is to be asked again.
    """
    batch = to.batches.get(project, batch_id)
    if batch is None or batch.ended:
        return batch
    now_ms = to.now_ms()
    batch = to.batches.finalize(batch, (to.new_id(now_ms), to.new_id(now_ms)), now_ms // 1000)
    if batch.status not in _BEING_FINISHED:
        return batch
    results = [_result(batch, number, words, to) for number in range(batch.chunks)]
    joined: dict[str, Joined] = {}
    for part, file_id in zip(PARTS, _ids(batch), strict=True):
        batch = to.batches.finalize(batch, _ids(batch), to.now_ms() // 1000)
        if batch.status not in _BEING_FINISHED:
            return batch
        if found := to.chunks.join(batch, results, part, file_id):
            joined[part] = found
    # Their life begins now, however long ago it was that another finish chose the ids and broke off.
    now = to.now_ms() // 1000
    files = {part: _file(batch, part, each, now) for part, each in joined.items()}
    tally = sum((result.tally for result in results), Tally())
    return to.batches.close(batch, Ending(_status(batch, tally), files, tally), now)


def _ids(batch: Batch) -> tuple[str, str]:
    if batch.output_id is None or batch.error_id is None:
        raise LookupError(f"batch {batch.id} is being finished without ids of its files")
    return batch.output_id, batch.error_id


def _result(batch: Batch, number: int, words: LineWords, to: Stores) -> ChunkResult:
    found = to.chunks.result(batch, number)
    if found is not None:
        return found
    # Nobody could do it. The lines that have their results keep them.
    work = take_chunk(batch, number, words, to)
    if work is None:
        raise StorageUnavailable(StorageFailure("dynamodb", "UpdateItem", fault="ChunkBusy"))
    work.leave_out()
    work.save()
    return work.finish()


def _file(batch: Batch, part: str, joined: Joined, now: int) -> StoredFile:
    return StoredFile(
        id=_ids(batch)[PARTS.index(part)],
        project=batch.project,
        name=f"batch_{batch.id}_{part}.jsonl",
        purpose=OUTPUT_PURPOSE,
        size=joined.size,
        digest=joined.digest,
        created_at=now,
        expires_at=None if batch.output_lifetime is None else now + batch.output_lifetime,
    )


def _status(batch: Batch, tally: Tally) -> BatchStatus:
    if batch.status == BatchStatus.CANCELLING:
        return BatchStatus.CANCELLED
    return BatchStatus.EXPIRED if tally.expired else BatchStatus.COMPLETED
