"""Hostile inputs: those of the corpus, which stay, and whatever Hypothesis makes of them.

A failure prints the input. As a file in tests/reliability/corpus/<target>/ it is a test of its own from then on.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from filegate.domain.errors import FilegateError
from tests import sam
from tests.reliability.effort import thorough

FOLDER = sam.ROOT / "tests/reliability/corpus"

T = TypeVar("T")
Record = Callable[[str, int], None]

SPARE_TEXT = "\x00\r\n\t\x1b\x7f\x85\u2028\u2029\u202e\u2066\u200f\ufeff\uffff\U0001f4a9\"'\\/%;:,=&#[]{}"
"""Characters on which somebody, somewhere, has stumbled. Halves of surrogate pairs come in JSON bodies only."""

texts = st.text(st.one_of(st.sampled_from(SPARE_TEXT), st.characters(exclude_categories=["Cs"])), max_size=40)


def corpus(target: str) -> dict[str, bytes]:
    """By their names."""
    found = {path.name: path.read_bytes() for path in sorted((FOLDER / target).iterdir())}
    assert found, target
    return found


def lines_of(target: str) -> list[str]:
    """A corpus of short texts: one a line, in one file, with what no line can hold spelled as in Python."""
    (content,) = corpus(target).values()
    return [
        line.encode("latin-1", "backslashreplace").decode("unicode_escape") for line in content.decode().split("\n")
    ]


class Edit(NamedTuple):
    """At a place, from the beginning (0) to the end (1), so many bytes are replaced."""

    place: float
    taken: int
    put: bytes


def mutated(target: str, tokens: Sequence[bytes]) -> SearchStrategy[bytes]:
    """Entries of that corpus with a few edits: bytes, tokens, or pieces of other entries."""
    entries = list(corpus(target).values())
    pieces = st.builds(_piece, st.sampled_from(entries), st.floats(0, 1), st.integers(1, 60))
    put = st.one_of(st.sampled_from(list(tokens)), st.binary(max_size=4), pieces)
    edits = st.builds(Edit, st.floats(0, 1), st.one_of(st.just(0), st.integers(0, 40)), put)
    return st.builds(_edited, st.sampled_from(entries), st.lists(edits, max_size=5))


def fuzz(case: Callable[[T], Any], inputs: SearchStrategy[T], record: Record, *, bounded: int, most: int) -> None:
    """Tries so many inputs, bounded or thorough; bounded they are the same each time."""
    tried = 0

    @settings(
        max_examples=most if thorough() else bounded,
        deadline=None,
        database=None,
        derandomize=not thorough(),
        print_blob=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs)
    def each(given_input: T) -> None:
        nonlocal tried
        tried += 1
        case(given_input)

    each()
    record("fuzz executions", tried)


def check_sayable(error: FilegateError) -> None:
    """What is said of a refusal can be sent."""
    assert f"{error.message} {error.param}".encode()


def _piece(entry: bytes, place: float, size: int) -> bytes:
    start = round(place * len(entry))
    return entry[start : start + size]


def _edited(entry: bytes, edits: Sequence[Edit]) -> bytes:
    for edit in edits:
        start = round(edit.place * len(entry))
        entry = entry[:start] + edit.put + entry[start + edit.taken :]
    return entry
