"""Each rule for a batch file, as it is told to its owner."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filegate.adapters.json_texts import parse
from filegate.domain.batch_check import what_is_wrong
from filegate.domain.batch_files import BatchLimits
from filegate.domain.endpoints import ENDPOINTS
from tests.builders import LIMITS, a_line


def checked(*lines: bytes, limits: BatchLimits = LIMITS) -> str | None:
    content = b"\n".join(lines)
    return what_is_wrong(len(content), [content], limits, parse)


def without(field: str) -> bytes:
    return json.dumps({name: value for name, value in json.loads(a_line()).items() if name != field}).encode()


GOOD = {
    "one line": a_line(),
    "the newline of the last line": a_line() + b"\n",
    "lines of Windows": a_line(1) + b"\r\n" + a_line(2) + b"\r\n",
    "space around": b" \t" + a_line() + b" ",
    "other fields": a_line(priority=1),
    "an id of 64 characters, not bytes": a_line(custom_id="名" * 64),
    "an id of one character": a_line(custom_id=" "),
    "any body": a_line(body={"model": None, "deep": [[[]]], "é\x00": -1.5e300}),
    "a large integer, which is read as a double": b'{"n":' + b"9" * 300 + b"," + a_line()[1:],
    "a pair of surrogates": b'{"n":"\\ud83d\\ude00",' + a_line()[1:],
    "a key given twice, of which the last counts": b'{"method":"GET",' + a_line()[1:],
}


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD)
def test_nothing_is_wrong_with(content: bytes) -> None:
    assert checked(content) is None


@pytest.mark.parametrize("url", sorted(ENDPOINTS))
def test_every_endpoint_of_batches_may_be_used(url: str) -> None:
    assert checked(a_line(1, url=url), a_line(2, url=url)) is None


ID = "custom_id must be a string of 1 to 64 characters"
METHOD = "method must be 'POST'"
URL = "url must be one of the supported endpoints, like '/v1/chat/completions'"
BODY = "body must be an object"
BAD = [
    (without("custom_id"), ID),
    (a_line(custom_id=""), ID),
    (a_line(custom_id="x" * 65), ID),
    (a_line(custom_id=1), ID),
    (a_line(custom_id=None), ID),
    (without("method"), METHOD),
    (a_line(method="GET"), METHOD),
    (a_line(method="post"), METHOD),
    (a_line(method=["POST"]), METHOD),
    (without("url"), URL),
    (a_line(url="/v1/files"), URL),
    (a_line(url="https://api.openai.com/v1/chat/completions"), URL),
    (a_line(url="/v1/chat/completions/"), URL),
    (a_line(url={}), URL),
    (without("body"), BODY),
    (a_line(body=None), BODY),
    (a_line(body=[]), BODY),
    (a_line(body="{}"), BODY),
    (b"[]", "not a JSON object"),
    (b"null", "not a JSON object"),
    (b'"text"', "not a JSON object"),
    (b"1", "not a JSON object"),
    (b" \t\r", "blank"),
    (b"\xff", "not valid UTF-8 (byte 1)"),
    (b'{"custom_id":"\xed\xa0\x80"}', "not valid UTF-8 (byte 15)"),
    (a_line().decode().encode("utf-16-le"), "not valid JSON (column 2"),
    (b"{", "not valid JSON (column 2"),
    (b"{'custom_id': 1}", "not valid JSON (column 2"),
    (b'{"a":1,}', "not valid JSON (column "),
    (b'{"a":NaN}', "not valid JSON (column 6"),
    (b'{"a":-Infinity}', "not valid JSON (column "),
    (b'{"a":1e999}', "not valid JSON (column 6"),
    (b'{"a":' + b"9" * 5000 + b"}", "not valid JSON (column 6"),
    (b'{"a":"\\ud800"}', "not valid JSON (column 7"),
    (b'{"a":"\x01"}', "not valid JSON (column 7"),
    (b"{}\x00", "not valid JSON (column 3"),
    (a_line() + a_line(), "not valid JSON (column "),
    (b"[" * 1_000_000, "not valid JSON (column 1026"),
    (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "not valid JSON (column "),
    (b"x" * 1_048_577, "longer than 1048576 bytes"),
]


@pytest.mark.parametrize(("line", "fault"), BAD, ids=[f"{line[:20]!r}" for line, _ in BAD])
def test_a_fault_is_told_with_its_line(line: bytes, fault: str) -> None:
    told = checked(a_line(101), line, a_line(103))
    assert told is not None
    assert told.startswith(f"line 2: {fault}")
    assert "; " not in told


def test_a_byte_order_mark_is_named() -> None:
    told = checked(b"\xef\xbb\xbf" + a_line(1), a_line(2))
    assert told == "line 1: the file starts with a byte order mark (BOM), save it without one"


def test_an_id_may_come_once_and_the_finding_says_where_it_came_first() -> None:
    assert checked(a_line(1), a_line(2), a_line(1), a_line(1)) == (
        "line 3: custom_id is that of line 1; line 4: custom_id is that of line 1"
    )


def test_an_id_of_a_line_with_another_fault_counts_too() -> None:
    assert (
        checked(a_line(1, body=1), a_line(1)) == "line 1: body must be an object; line 2: custom_id is that of line 1"
    )


def test_a_file_has_one_url() -> None:
    other = a_line(2, url="/v1/embeddings")
    assert checked(a_line(1), other, a_line(3)) == "line 2: url must be the same in the whole file"


def test_blank_lines_between_and_at_the_end_are_findings() -> None:
    assert checked(a_line(1), b"", a_line(2), b"", b"") == "line 2: blank; line 4: blank"


@pytest.mark.parametrize("content", [[], [b""], [b"", b""]])
def test_an_empty_file_is_none(content: list[bytes]) -> None:
    assert what_is_wrong(0, content, LIMITS, parse) == "the file is empty"


def test_ten_findings_are_told_and_the_others_counted() -> None:
    told = checked(*[b"{}"] * 10)
    assert told == "; ".join(f"line {number}: {ID}" for number in range(1, 11))
    told = checked(*[b"{}"] * 13)
    assert told is not None
    assert told.endswith(f"line 10: {ID}; and 3 more")


def test_a_line_more_than_is_allowed_ends_the_check() -> None:
    three = BatchLimits(lines=3, size=10_000, line_bytes=1000)
    assert checked(*map(a_line, range(3)), limits=three) is None
    assert checked(*map(a_line, range(4)), limits=three) == "the file has more than 3 lines"
    assert checked(b"", *map(a_line, range(9)), limits=three) == "the file has more than 3 lines; line 1: blank"


def test_a_file_over_the_limit_of_bytes_is_not_read() -> None:
    def unread() -> Any:
        raise AssertionError("read")
        yield b""

    told = what_is_wrong(200_000_001, unread(), LIMITS, parse)
    assert told == "the file has 200000001 bytes, more than 200000000"


def test_a_line_of_just_the_limit_is_short_enough() -> None:
    line = a_line()
    just = BatchLimits(lines=10, size=10_000, line_bytes=len(line))
    assert checked(line, limits=just) is None
    assert checked(line + b" ", limits=just) == f"line 1: longer than {len(line)} bytes"


@given(st.lists(st.binary(max_size=30) | st.sampled_from([a_line(1), b"\n", b'{"custom_id":"a', b'b"}']), max_size=30))
def test_any_bytes_get_a_short_answer_that_shows_none_of_them(chunks: list[bytes]) -> None:
    content = b"".join(chunks)
    told = what_is_wrong(len(content), chunks, LIMITS, parse)
    assert told == what_is_wrong(len(content), [content], LIMITS, parse)
    assert len(told or "") < 2000
    assert told is None or (told.isascii() and told.isprintable())


SAMPLE = b"\r\n".join([a_line(1), b"", a_line(1), "{é".encode(), a_line(2, url="/v1/embeddings"), b"\xc3"])


@pytest.mark.parametrize("cut", range(len(SAMPLE) + 1))
def test_where_a_chunk_ends_makes_no_difference(cut: int) -> None:
    assert what_is_wrong(len(SAMPLE), [SAMPLE[:cut], SAMPLE[cut:]], LIMITS, parse) == checked(SAMPLE)


def test_the_longest_answer_is_short() -> None:
    told = checked(*[b" " * 1_000_000 + b"\x01" for _ in range(12)])
    assert told is not None
    assert len(told) < 2000
