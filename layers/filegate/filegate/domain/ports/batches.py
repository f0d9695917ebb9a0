"""Batches: their records, their work in pieces, who works on them, and the providers that answer their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from contextlib import AbstractAsyncContextManager

    from filegate.domain.batch_pages import BatchPageQuery
    from filegate.domain.batches import Batch, Fault
    from filegate.domain.chunks import Chunk, ChunkResult, Ending, Hold, LineResult, Segment, Tally
    from filegate.domain.idempotency import Claim
    from filegate.domain.replies import Reply, Unanswered
    from filegate.domain.uploads import Joined
    from filegate.domain.upstreams import Provider


class Batches(Protocol):
    """The records of batches. Every change is conditional, and its repetition changes nothing."""

    def add(self, batch: Batch, claim: Claim | None = None) -> Batch:
        """Record a new batch. With a claim, the batch that was recorded under the same idempotency key before.

        Raises Conflict where that key was used for something else.
        """

    def get(self, project: str, batch_id: str) -> Batch | None:
        """The batch as the last write left it."""

    def page(self, query: BatchPageQuery) -> Sequence[Batch]:
        """Batches that match, newest first: one more than the limit where there are."""

    def plan(self, batch: Batch, *, chunks: int, lines: int, model: str | None, now: int) -> Batch:
        """Make a validating batch `in_progress`. Answers the batch as it is now, whoever changed it."""

    def fail(self, batch: Batch, faults: Sequence[Fault], now: int) -> Batch:
        """Make a validating batch `failed`. Answers as `plan`."""

    def cancel(self, batch: Batch, now: int) -> Batch:
        """Make a validating or in_progress batch `cancelling`. Answers as `plan`."""

    def hold(self, hold: Hold, tally: Tally | None, until: int, now: int) -> Batch | None:
        """Take the hold on a chunk up to `until`, or keep it, with a `tally` that tells how far the chunk is.

        Answers the batch as it is now, or None where another runner has the chunk, or nothing is to be worked on. Who
        keeps it must have it still: another may have had it meanwhile, and stored results.
        """

    def finalize(self, batch: Batch, ids: tuple[str, str], now: int) -> Batch:
        """Make an in_progress batch `finalizing`; a cancelling one stays so. Gives it the ids of its files to come.

        The first call decides the ids. Also marks that somebody is at work. Answers as `plan`.
        """

    def close(self, batch: Batch, ending: Ending, now: int) -> Batch:
        """End a finalizing or cancelling batch and record its files and their use, all or nothing.

        The files are taken in beyond the quota, too: results are never lost. Answers as `plan`.
        """

    def living(self) -> Iterator[Batch]:
        """Of all projects, the batches that have not ended."""


class ChunkStore(Protocol):
    """The pieces of batches: what is to be done, and what is done."""

    def put_chunk(self, batch: Batch, number: int, chunk: Chunk) -> None:
        """Store it; another attempt at the same plan may store it again."""

    def chunk(self, batch: Batch, number: int) -> Chunk: ...

    def put_segment(self, hold: Hold, results: Sequence[LineResult]) -> Segment:
        """Store results under a name of their own."""

    def segments(self, batch: Batch, number: int) -> Sequence[Segment]:
        """All that was ever stored for the chunk, oldest first."""

    def finish(self, batch: Batch, number: int, result: ChunkResult) -> ChunkResult:
        """Store the chunk's result, once. Answers the one that stands, which may be an earlier one."""

    def result(self, batch: Batch, number: int) -> ChunkResult | None: ...

    def join(self, batch: Batch, results: Sequence[ChunkResult], part: str, file_id: str) -> Joined | None:
        """Write the `output` or the `error` lines of all chunks as the bytes of that file, in bounded memory.

        None where there is not one line; then nothing is written. Repeating the call changes nothing.
        """


class LineWords(Protocol):
    """How a contract writes a line of the output or error file, with its newline."""

    def __call__(self, batch: Batch, number: int, custom_id: str, result: Reply | Unanswered, /) -> bytes: ...


class Executions(Protocol):
    """Runs of the workflow that does a batch."""

    def start(self, batch: Batch, name: str) -> None:
        """Start one of that name, unless one of that name was started before."""


Send: TypeAlias = "Callable[[Provider, str, bytes], Awaitable[Reply]]"
"""Sends the body to the provider's endpoint, once. Raises NoReply."""


class Upstreams(Protocol):
    """The providers, and the way to them."""

    def providers(self) -> Sequence[Provider]:
        """Those configured, in the order in which they are to be tried. Raises WrongProviders."""

    def connected(self) -> AbstractAsyncContextManager[Send]:
        """For as long as it is entered, connections are kept for the next request."""
