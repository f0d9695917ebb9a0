"""Chunks: the pieces of a batch's input that are worked on apart from each other, and what comes out of each.

While a chunk is worked on, its results are put away in segments, each written once; when every line has its result,
the list of the segments is written, once, and is the result of the chunk: whoever does the chunk again finds it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from filegate.domain.batches import Batch, BatchStatus, TokenUsage
from filegate.domain.files import StoredFile

CHUNK_LINES = 500
CHUNK_BYTES = 4_194_304
MAX_SEGMENT_BYTES = 8_388_608
LEASE_SECONDS = 60
"""A runner that was not heard of for so long has lost its chunk to whoever takes it."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines of the input with their numbers, which count from `first` on."""

    first: int
    lines: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Hold:
    """A runner's hold on one chunk of a batch; `runner` names who holds it, `number` counts the chunks from 0."""

    batch: Batch
    number: int
    runner: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines have which result. Those that `expired` are among the failed."""

    completed: int = 0
    failed: int = 0
    expired: int = 0
    usage: TokenUsage = field(default_factory=TokenUsage)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.completed + other.completed,
            self.failed + other.failed,
            self.expired + other.expired,
            self.usage + other.usage,
        )


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line of the output or of the error file, whole with its newline, for one line of the input."""

    number: int
    text: bytes
    tally: Tally

    @property
    def succeeded(self) -> bool:
        return self.tally.completed == 1


@dataclass(frozen=True, slots=True)
class Segment:
    """Results that are stored: so many bytes of output lines and, after them, so many of error lines.

    `numbers` are the numbers of the input's lines that they belong to.
    """

    key: str
    output: int
    error: int
    numbers: Sequence[int]
    tally: Tally


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """A chunk that is done: every line of it is in exactly one of the segments."""

    segments: Sequence[Segment] = field(default_factory=list)

    @property
    def tally(self) -> Tally:
        return sum((segment.tally for segment in self.segments), Tally())


@dataclass(frozen=True, slots=True)
class Ending:
    """How a batch ends, with its files: `output` and `error`, as far as there are lines for them."""

    status: BatchStatus
    files: Mapping[str, StoredFile]
    tally: Tally


def cut(lines: Iterable[tuple[int, bytes]]) -> Iterator[Chunk]:
    """The numbered lines in chunks, each within both limits but for one whose only line is longer."""
    first, held, size = 0, list[bytes](), 0
    for number, line in lines:
        if held and (len(held) == CHUNK_LINES or size + len(line) > CHUNK_BYTES):
            yield Chunk(first, held)
            held, size = [], 0
        if not held:
            first = number
        held.append(line)
        size += len(line) + 1
    if held:
        yield Chunk(first, held)
