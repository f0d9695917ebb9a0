"""The Batches of the domain in memory. tests/contract runs the same tests over it and over DynamoDB."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from filegate.domain.batch_pages import BatchPageQuery
from filegate.domain.batches import Batch, BatchStatus, Counts, Fault
from filegate.domain.chunks import Ending, Hold, Tally
from filegate.domain.idempotency import Claim
from tests.fakes.files import InMemoryFiles

BEING_FINISHED = {BatchStatus.IN_PROGRESS, BatchStatus.FINALIZING, BatchStatus.CANCELLING}


@dataclass
class ChunkState:
    tally: Tally
    runner: str = "-"
    until: int = 0


class InMemoryBatches:
    def __init__(self, files: InMemoryFiles | None = None) -> None:
        self.files = files or InMemoryFiles()
        self.records = self.files.batches
        self.claims: dict[tuple[str, str], Claim] = {}
        self.states: dict[tuple[str, int], ChunkState] = {}

    def add(self, batch: Batch, claim: Claim | None = None) -> Batch:
        if claim:
            earlier = self.claims.setdefault((claim.project, claim.key_digest), claim)
            earlier.check_same_request(claim)
            if earlier.file_id != batch.id:
                return self.records[batch.project, earlier.file_id]
        return self.records.setdefault((batch.project, batch.id), batch)

    def get(self, project: str, batch_id: str) -> Batch | None:
        return self.records.get((project, batch_id))

    def page(self, query: BatchPageQuery) -> Sequence[Batch]:
        ours = [batch for (project, _), batch in self.records.items() if project == query.project]
        older = [batch for batch in ours if query.after is None or batch.id < query.after]
        return sorted(older, key=lambda batch: batch.id, reverse=True)[: query.limit + 1]

    def plan(self, batch: Batch, *, chunks: int, lines: int, model: str | None, now: int) -> Batch:
        planned = {"chunks": chunks, "counts": Counts(lines), "model": model, "heard_at": now}
        if self._now(batch).status == BatchStatus.VALIDATING:
            self.states |= {(batch.id, number): ChunkState(Tally()) for number in range(chunks)}
        return self._move(batch, BatchStatus.IN_PROGRESS, {BatchStatus.VALIDATING}, now, planned)

    def fail(self, batch: Batch, faults: Sequence[Fault], now: int) -> Batch:
        return self._move(batch, BatchStatus.FAILED, {BatchStatus.VALIDATING}, now, {"faults": tuple(faults)})

    def cancel(self, batch: Batch, now: int) -> Batch:
        return self._move(batch, BatchStatus.CANCELLING, {BatchStatus.VALIDATING, BatchStatus.IN_PROGRESS}, now, {})

    def hold(self, hold: Hold, tally: Tally | None, until: int, now: int) -> Batch | None:
        batch = self._now(hold.batch)
        state = self.states.get((batch.id, hold.number))
        if state is None or batch.ended:
            return None
        if state.runner != hold.runner and (tally or state.until > now):
            return None
        state.runner, state.until, state.tally = hold.runner, until, tally or state.tally
        states = [state.tally for (batch_id, _), state in self.states.items() if batch_id == batch.id]
        counts = Counts(batch.counts.total, sum(each.completed for each in states), sum(each.failed for each in states))
        return self._put(replace(batch, counts=counts, heard_at=now))

    def finalize(self, batch: Batch, ids: tuple[str, str], now: int) -> Batch:
        batch = self._now(batch)
        to = BatchStatus.CANCELLING if batch.status == BatchStatus.CANCELLING else BatchStatus.FINALIZING
        ours = {"output_id": batch.output_id or ids[0], "error_id": batch.error_id or ids[1], "heard_at": now}
        return self._move(batch, to, BEING_FINISHED, now, ours)

    def close(self, batch: Batch, ending: Ending, now: int) -> Batch:
        if self._now(batch).status != batch.status:
            return self._now(batch)
        for file in ending.files.values():
            self.files.records[file.project, file.id] = file
            self.files.purposes[file.project, file.purpose] += 1
        counts = Counts(batch.counts.total, ending.tally.completed, ending.tally.failed)
        known = {"counts": counts, "usage": ending.tally.usage, "files": tuple(ending.files)}
        return self._move(batch, ending.status, {batch.status}, now, known)

    def living(self) -> Iterator[Batch]:
        return (batch for batch in list(self.records.values()) if not batch.ended)

    def _move(
        self, batch: Batch, to: BatchStatus, earlier: set[BatchStatus], now: int, changes: dict[str, object]
    ) -> Batch:
        batch = self._now(batch)
        if batch.status not in earlier:
            return batch
        reached = {to: now} | dict(batch.reached)
        return self._put(replace(batch, status=to, reached=reached, **changes))  # type: ignore[arg-type]

    def _now(self, batch: Batch) -> Batch:
        return self.records[batch.project, batch.id]

    def _put(self, batch: Batch) -> Batch:
        self.records[batch.project, batch.id] = batch
        return batch
