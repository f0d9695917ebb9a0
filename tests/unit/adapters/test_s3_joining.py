"""The engine that joins: order, pieces, and how much it holds at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from time import sleep

import pytest

from filegate.adapters.s3_joining import PIECE_BYTES, READS, THREADS, WRITES, pieces, read_ahead, write_behind
from filegate.domain.uploads import Part
from tests.builders import a_part, an_upload

PART_BYTES = 4_194_304
UPLOAD = an_upload()


def parts_of(*sizes: int) -> list[Part]:
    return [a_part(UPLOAD, size) for size in sizes]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(THREADS) as pool:
        yield pool


def test_reads_that_end_in_any_order_are_taken_in_their_own(pool: ThreadPoolExecutor) -> None:
    parts = parts_of(*range(1, 41))

    def read(part: Part) -> bytes:
        sleep(part.size * 7 % 11 / 1000)
        return part.id.encode()

    assert list(read_ahead(pool, read, parts)) == [part.id.encode() for part in parts]


def test_writes_that_end_in_any_order_are_answered_in_their_own(pool: ThreadPoolExecutor) -> None:
    def write(number: int, piece: bytes) -> tuple[int, bytes]:
        sleep(number * 7 % 11 / 1000)
        return number, piece

    contents = [b"%d" % number for number in range(40)]
    assert list(write_behind(pool, write, contents)) == list(enumerate(contents, 1))


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([1], [1]),
        ([PIECE_BYTES], [PIECE_BYTES]),
        ([PIECE_BYTES, 1], [PIECE_BYTES, 1]),
        ([PIECE_BYTES - 1, 1, 1], [PIECE_BYTES, 1]),
        ([PIECE_BYTES - 1, PART_BYTES, 1], [PIECE_BYTES - 1 + PART_BYTES, 1]),
        ([PART_BYTES] * 5, [PIECE_BYTES, PIECE_BYTES, PART_BYTES]),
    ],
)
def test_every_piece_but_the_last_is_large_enough_for_s3(sizes: list[int], expected: list[int]) -> None:
    assert [len(piece) for piece in pieces(bytes(size) for size in sizes)] == expected


def test_reading_does_not_run_ahead_of_writing(pool: ThreadPoolExecutor) -> None:
    parts, begun, written, busy, too_far = parts_of(*[PART_BYTES] * 100), [], [], Event(), Event()

    def read(part: Part) -> bytes:
        begun.append(part)
        # Two parts make a piece.
        ahead = len(begun) - 2 * len(written)
        if ahead >= 2 * WRITES:
            busy.set()
        if ahead > READS + 2 * WRITES:
            too_far.set()
        return bytes(PART_BYTES)

    def write(number: int, piece: bytes) -> None:
        assert busy.wait(10), "reading waits for writing"
        # As long as this, whoever runs ahead may do so.
        too_far.wait(0.02)
        written.append(number)

    joined = list(write_behind(pool, write, pieces(read_ahead(pool, read, parts))))
    assert (len(joined), len(begun)) == (50, 100)
    assert not too_far.is_set()


@pytest.mark.parametrize("size", [PART_BYTES, PART_BYTES - 1, 3_000_000])
def test_a_gibibyte_is_never_held_but_for_a_few_parts_and_pieces(pool: ThreadPoolExecutor, size: int) -> None:
    lock, held, most, content = Lock(), 0, 0, bytes(size)

    def hold(change: int) -> None:
        nonlocal held, most
        with lock:
            held += change
            most = max(most, held)

    def read(part: Part) -> bytes:
        hold(part.size)
        return content

    def write(number: int, piece: bytes) -> int:
        sleep(0.002)
        hold(-len(piece))
        return len(piece)

    parts = parts_of(*[size] * (1_073_741_824 // size))
    assert sum(write_behind(pool, write, pieces(read_ahead(pool, read, parts)))) == len(parts) * size
    largest_piece = PIECE_BYTES + size
    assert most <= READS * size + (WRITES + 1) * largest_piece < 110_000_000


def test_the_first_failure_of_a_read_or_a_write_ends_it(pool: ThreadPoolExecutor) -> None:
    def fail(*_: object) -> bytes:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        list(read_ahead(pool, fail, parts_of(1, 1)))
    with pytest.raises(TimeoutError):
        list(write_behind(pool, fail, [b"1", b"2"]))
