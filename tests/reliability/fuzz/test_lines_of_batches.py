"""The check of a batch file: the verdict of a plain one by the standard library, and no content in what it says."""

import json
from itertools import pairwise
from math import isinf
from typing import Any

import hypothesis.strategies as st
import pytest

from filegate.adapters.json_texts import parse
from filegate.domain.batch_check import what_is_wrong
from filegate.domain.batch_files import BatchLimits
from filegate.domain.endpoints import ENDPOINTS
from filegate.domain.lines import lines
from tests.reliability.fuzz.cases import corpus, fuzz, mutated

LIMITS = BatchLimits(lines=30, size=100_000, line_bytes=2_000)
LONGEST_SAID = 2_000
DEEP = 200
"""Lines are too short for the depth at which the two parsers give up, but for that of the corpus' own entries."""

TOKENS = (
    b"\n",
    b"\r\n",
    b"\r",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\\ud83d\\ude00",
    b"\\u0000",
    b"NaN",
    b"-Infinity",
    b"1e400",
    b"-0.0",
    b"9" * 400,
    b"[" * DEEP,
    b"]" * DEEP,
    b'"custom_id":',
    b'"url":"/v1/embeddings"',
    b'"body":{},',
    b"{",
    b"}",
    b'"',
    b"\\",
)


def found(content: bytes, *cuts: int) -> str | None:
    ends = sorted({0, len(content), *(cut % (len(content) + 1) for cut in cuts)})
    chunks = [content[start:end] for start, end in pairwise(ends)]
    return what_is_wrong(len(content), chunks, LIMITS, parse)


def is_good(content: bytes) -> bool:
    """By the standard library, as plainly as it can be said."""
    every = content.removesuffix(b"\n").split(b"\n")
    try:
        requests = [_strict(line) for line in every]
    except (ValueError, RecursionError):
        return False
    return (
        0 < len(every) <= LIMITS.lines
        and all(len(line) <= LIMITS.line_bytes for line in every)
        and all(isinstance(request, dict) for request in requests)
        and all(isinstance(each.get("custom_id"), str) and 0 < len(each["custom_id"]) <= 64 for each in requests)
        and len({each["custom_id"] for each in requests}) == len(requests)
        and all(each.get("method") == "POST" and isinstance(each.get("body"), dict) for each in requests)
        and {type(each.get("url")) for each in requests} == {str}
        and {each["url"] for each in requests} <= ENDPOINTS
        and len({each["url"] for each in requests}) == 1
    )


def _strict(line: bytes) -> Any:
    value = json.loads(line.decode(), parse_constant=_refused, parse_float=_finite, parse_int=_finite)
    json.dumps(value, ensure_ascii=False).encode()
    return value


def _refused(name: str) -> float:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise ValueError(digits)
    return number


def judged_rightly(content: bytes) -> None:
    said = found(content)
    assert (said is None) == is_good(content), said
    if said:
        assert len(said) < LONGEST_SAID
        assert said.isascii()
        assert said.isprintable()


@pytest.mark.parametrize("content", corpus("lines").values(), ids=corpus("lines"))
def test_an_entry_of_the_corpus_is_judged_rightly(content: bytes) -> None:
    judged_rightly(content)


def test_every_content_is_judged_rightly(record_property: Any) -> None:
    fuzz(judged_rightly, mutated("lines", TOKENS), record_property, bounded=100, most=15_000)


def test_however_the_content_is_cut_the_verdict_is_the_same(record_property: Any) -> None:
    def case(content_and_cuts: tuple[bytes, list[int]]) -> None:
        content, cuts = content_and_cuts
        assert found(content, *cuts) == found(content)

    cuts = st.lists(st.integers(0, 10_000), max_size=6)
    fuzz(case, st.tuples(mutated("lines", TOKENS), cuts), record_property, bounded=30, most=5_000)


def test_lines_are_those_between_newlines_however_they_come(record_property: Any) -> None:
    def case(chunks: list[bytes]) -> None:
        whole = b"".join(chunks)
        expected = whole.removesuffix(b"\n").split(b"\n") if whole else []
        assert list(lines(chunks, 4)) == [line if len(line) <= 4 else None for line in expected]

    pieces = st.one_of(st.sampled_from([b"", b"\n", b"\n\n", b"\r\n", b"abcd", b"abcde"]), st.binary(max_size=6))
    fuzz(case, st.lists(pieces, max_size=6), record_property, bounded=30, most=5_000)
