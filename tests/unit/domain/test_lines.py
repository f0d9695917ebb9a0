"""Lines are the same wherever the chunks are cut, and no more is held than one line may have."""

import tracemalloc
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from filegate.domain.lines import lines

MIB = 1_048_576


@given(st.lists(st.binary(max_size=20).map(lambda text: text.replace(b"x", b"\n")), max_size=20))
def test_chunks_make_no_difference(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    expected = whole.removesuffix(b"\n").split(b"\n") if whole else []
    assert list(lines(chunks, most=1000)) == expected


@given(
    st.lists(st.sampled_from([b"", b"a", b"\n", b"bb\nccc", b"dddd\n\neeeee", b"ffffff"]), max_size=20),
    st.integers(1, 6),
)
def test_a_line_is_too_long_by_its_own_length_only(chunks: list[bytes], most: int) -> None:
    every = list(lines(chunks, most=1000))
    assert list(lines(chunks, most)) == [line if line is not None and len(line) <= most else None for line in every]


def test_a_line_that_never_ends_is_not_held() -> None:
    def endless() -> Iterator[bytes]:
        yield from (b"x" * MIB for _ in range(300))
        yield b"\nlast"

    tracemalloc.start()
    found = list(lines(endless(), most=MIB))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [None, b"last"]
    assert peak < 6 * MIB


def test_a_carriage_return_belongs_to_its_line() -> None:
    assert list(lines([b"a\r\nb\r", b"\n"], most=10)) == [b"a\r", b"b\r"]
