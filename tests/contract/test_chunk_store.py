"""What the ChunkStore of the domain does, asked of the fake and of S3 alike."""

from typing import Any

import pytest

from filegate.adapters.aws import s3_joining_client
from filegate.adapters.s3_chunks import S3Chunks
from filegate.adapters.s3_joining import THREADS
from filegate.domain.batches import TokenUsage
from filegate.domain.chunks import Chunk, ChunkResult, Hold, LineResult, Tally
from filegate.domain.ports import ChunkStore
from tests.builders import a_batch, an_id
from tests.contract.places import EVERYWHERE, FAKE
from tests.fakes.chunks import InMemoryChunks

BATCH = a_batch()


@pytest.fixture(params=EVERYWHERE)
def store(request: pytest.FixtureRequest) -> ChunkStore:
    if request.param == FAKE:
        return InMemoryChunks()
    request.getfixturevalue("bucket")
    return S3Chunks(s3_joining_client(THREADS), "bytes")


def hold(number: int = 0) -> Hold:
    return Hold(BATCH, number, an_id())


def good(number: int, text: bytes = b"") -> LineResult:
    return LineResult(number, text or b"good %d\n" % number, Tally(completed=1, usage=TokenUsage(1, 0, 2, 0)))


def bad(number: int) -> LineResult:
    return LineResult(number, b"bad %d\n" % number, Tally(failed=1, expired=1))


def content(store: ChunkStore, file_id: str) -> bytes:
    if isinstance(store, InMemoryChunks):
        return store.files[file_id]
    answer: Any = s3_joining_client(1).get_object(Bucket="bytes", Key=f"files/acme/{file_id}")
    read: bytes = answer["Body"].read()
    return read


def test_a_chunk_is_read_as_it_was_put(store: ChunkStore) -> None:
    chunk = Chunk(501, [b'{"a":1}', b'{"b":2}\r'])
    for _ in range(2):
        store.put_chunk(BATCH, 1, chunk)
    assert store.chunk(BATCH, 1) == chunk


def test_segments_are_found_with_all_that_is_known_of_them(store: ChunkStore) -> None:
    holder = hold()
    first = store.put_segment(holder, [bad(4), good(2)])
    second = store.put_segment(holder, [good(700), good(3)])
    found = store.segments(BATCH, 0)
    assert [(each.key, each.output, each.error, each.tally) for each in found] == [
        (each.key, each.output, each.error, each.tally) for each in (first, second)
    ]
    assert [sorted(each.numbers) for each in found] == [[2, 4], [3, 700]]


def test_a_segment_is_of_its_chunk_only(store: ChunkStore) -> None:
    store.put_segment(hold(1), [good(1)])
    assert (store.segments(BATCH, 0), store.segments(BATCH, 11)) == ([], [])


def test_a_chunk_has_no_result_until_it_is_finished(store: ChunkStore) -> None:
    assert store.result(BATCH, 0) is None


def test_the_first_result_stands(store: ChunkStore) -> None:
    first = ChunkResult([store.put_segment(hold(), [good(1), bad(2)])])
    second = ChunkResult([store.put_segment(hold(), [good(1), good(2)])])
    store.finish(BATCH, 0, first)
    assert store.finish(BATCH, 0, second).tally == first.tally
    found = store.result(BATCH, 0)
    assert found is not None
    assert found.tally == Tally(1, 1, 1, TokenUsage(1, 0, 2, 0))


def test_the_output_and_the_error_lines_are_joined_apart(store: ChunkStore) -> None:
    results = [
        ChunkResult([store.put_segment(hold(), [good(1), bad(2)]), store.put_segment(hold(), [good(3)])]),
        ChunkResult([store.put_segment(hold(1), [bad(4)])]),
    ]
    output, error = an_id(), an_id()
    made = store.join(BATCH, results, "output", output)
    assert made is not None
    assert (content(store, output), made.size) == (b"good 1\ngood 3\n", 14)
    store.join(BATCH, results, "error", error)
    assert content(store, error) == b"bad 2\nbad 4\n"


def test_where_there_are_no_lines_there_is_no_file(store: ChunkStore) -> None:
    results = [ChunkResult([store.put_segment(hold(), [good(1)])])]
    assert store.join(BATCH, results, "error", an_id()) is None


def test_joining_again_makes_the_same(store: ChunkStore) -> None:
    results, file_id = [ChunkResult([store.put_segment(hold(), [good(1)])])], an_id()
    assert store.join(BATCH, results, "output", file_id) == store.join(BATCH, results, "output", file_id)


def test_what_is_larger_than_a_piece_is_joined_in_pieces(store: ChunkStore) -> None:
    texts = [bytes([65 + number]) * 5_000_000 + b"\n" for number in range(3)]
    results = [ChunkResult([store.put_segment(hold(), [good(number, text)])]) for number, text in enumerate(texts)]
    file_id = an_id()
    for _ in range(2):
        assert store.join(BATCH, results, "output", file_id)
    assert content(store, file_id) == b"".join(texts)
