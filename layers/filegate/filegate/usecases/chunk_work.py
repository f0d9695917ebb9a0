"""The work on one chunk, as far as it is stored: what is left, what has its result, and who holds it.

left ──> recorded ──> sealed ──> segments (stored) ──> the result (stored once, names the segments)
"""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from filegate.domain.batches import Batch, BatchStatus
from filegate.domain.chunks import LEASE_SECONDS, ChunkResult, Hold, LineResult, Segment, Tally
from filegate.domain.ports import Batches, ChunkStore, LineWords, ParseJson
from filegate.domain.replies import Attempts, Reply, Unanswered, WhyNot

_WHY = {BatchStatus.CANCELLING: WhyNot.CANCELLED, BatchStatus.FINALIZING: WhyNot.NOT_EXECUTED}


class Stores(Protocol):
    """What the work needs."""

    @property
    def batches(self) -> Batches: ...
    @property
    def chunks(self) -> ChunkStore: ...
    @property
    def parse_json(self) -> ParseJson: ...
    def now_ms(self) -> int: ...
    def new_id(self, unix_ms: int, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One request of the input."""

    number: int
    custom_id: str
    body: dict[str, object]


class ChunkWork:
    """One runner's work on a chunk that it holds. `batch` is as the runner heard last, None once it has lost the chunk.

    Any method may raise StorageUnavailable; what was to be saved is still there then. `save` and `keep_hold` may run in
    a thread beside `record` and `seal`, which are of one and the same thread.
    """

    def __init__(self, hold: Hold, batch: Batch, words: LineWords, to: Stores) -> None:
        self.batch: Batch | None = batch
        self.recorded_bytes = 0
        self._hold = hold
        self._words = words
        self._to = to
        self._recorded: list[LineResult] = []
        self._sealed: deque[list[LineResult]] = deque()
        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(to.chunks.chunk, batch, hold.number)
            self.segments: list[Segment] = list(to.chunks.segments(batch, hold.number))
            chunk = reading.result()
        done = {number for segment in self.segments for number in segment.numbers}
        numbered = enumerate(chunk.lines, chunk.first)
        self._size = len(chunk.lines)
        self.left = deque(self._line(number, line) for number, line in numbered if number not in done)

    @property
    def goes_on(self) -> bool:
        return self.batch is not None and self.batch.goes_on(self._to.now_ms() // 1000)

    def record(self, line: Line, result: Reply | Unanswered) -> None:
        text = self._words(self._hold.batch, line.number, line.custom_id, result)
        self._recorded.append(LineResult(line.number, text, _tally(result)))
        self.recorded_bytes += len(text)

    def seal(self) -> None:
        """What was recorded up to now is to be saved, together and in no other company, however often that is tried."""
        if self._recorded:
            self._sealed.append(self._recorded)
            self._recorded, self.recorded_bytes = [], 0

    def leave_out(self) -> None:
        """Give the lines that are left an error, as the batch does not go on."""
        if self.batch is None:
            raise LookupError("the chunk is another runner's")
        why = _WHY.get(self.batch.status, WhyNot.EXPIRED)
        while self.left:
            self.record(self.left.popleft(), Unanswered(why, Attempts()))
        self.seal()

    def save(self) -> None:
        """Store what was sealed."""
        while self._sealed:
            self.segments.append(self._to.chunks.put_segment(self._hold, self._sealed[0]))
            self._sealed.popleft()

    def keep_hold(self, seconds: int = LEASE_SECONDS) -> None:
        """Tell how far the chunk is, and hear how the batch is; 0 seconds lets the chunk go."""
        now = self._to.now_ms() // 1000
        tally = sum((segment.tally for segment in self.segments), Tally())
        self.batch = self._to.batches.hold(self._hold, tally, now + seconds, now)

    def finish(self) -> ChunkResult:
        """Store the result of the chunk, whose lines are all saved, and let the chunk go."""
        if sum(len(segment.numbers) for segment in self.segments) != self._size:
            raise LookupError(f"chunk {self._hold.number} of batch {self._hold.batch.id} would lose lines")
        result = self._to.chunks.finish(self._hold.batch, self._hold.number, ChunkResult(self.segments))
        self.segments = list(result.segments)
        self.keep_hold(seconds=0)
        return result

    def _line(self, number: int, line: bytes) -> Line:
        request = self._to.parse_json(line)
        if not isinstance(request, dict):
            raise TypeError("a chunk has a line that is no request")
        return Line(number, request["custom_id"], request["body"])


def take_chunk(batch: Batch, number: int, words: LineWords, to: Stores) -> ChunkWork | None:
    """The work on a chunk that has no result yet; None while another runner holds it."""
    now_ms = to.now_ms()
    hold = Hold(batch, number, to.new_id(now_ms))
    held = to.batches.hold(hold, None, now_ms // 1000 + LEASE_SECONDS, now_ms // 1000)
    return ChunkWork(hold, held, words, to) if held else None


def _tally(result: Reply | Unanswered) -> Tally:
    if isinstance(result, Reply) and result.succeeded:
        return Tally(completed=1, usage=result.usage)
    return Tally(failed=1, expired=int(isinstance(result, Unanswered) and result.why == WhyNot.EXPIRED))
