"""Many objects' bytes in one stream, and the stream in the pieces that S3 takes, in bounded memory.

    READS at once ──> in order ──> counted and digested ──> pieces of at least PIECE_BYTES ──> WRITES at once

Nothing runs ahead of what comes after it: a read begins when an earlier one was taken over, and a piece is gathered
when fewer than WRITES are under way. So the whole may have any size, and no more than READS parts, WRITES pieces and
the one being gathered are held at once.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

READS = 8
WRITES = 4
THREADS = READS + WRITES
"""As many connections are in use at once."""

PIECE_BYTES = 8_388_608
"""S3 takes 5 MiB and more; every piece costs one request."""

_Source = TypeVar("_Source")
_Written = TypeVar("_Written")


def read_ahead(pool: Executor, read: Callable[[_Source], bytes], parts: Iterable[_Source]) -> Iterator[bytes]:
    """The parts' bytes in their order, with at most READS of them under way or waiting."""
    underway: deque[Future[bytes]] = deque()
    for part in parts:
        underway.append(pool.submit(read, part))
        if len(underway) == READS:
            yield underway.popleft().result()
    while underway:
        yield underway.popleft().result()


def pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of PIECE_BYTES or a little more; the last has what is left, if anything."""
    gathered: list[bytes] = []
    size = 0
    for chunk in chunks:
        gathered.append(chunk)
        size += len(chunk)
        if size >= PIECE_BYTES:
            yield _emptied(gathered)
            size = 0
    if gathered:
        yield _emptied(gathered)


def write_behind(
    pool: Executor, write: Callable[[int, bytes], _Written], content: Iterable[bytes]
) -> Iterator[_Written]:
    """What `write` answers for each piece and its number from 1 on, in order, with at most WRITES of them under way."""
    underway: deque[Future[_Written]] = deque()
    for number, piece in enumerate(content, 1):
        underway.append(pool.submit(write, number, piece))
        if len(underway) == WRITES:
            yield underway.popleft().result()
    while underway:
        yield underway.popleft().result()


def _emptied(gathered: list[bytes]) -> bytes:
    piece = b"".join(gathered)
    gathered.clear()
    return piece
