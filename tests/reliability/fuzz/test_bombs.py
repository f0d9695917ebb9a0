"""Inputs that are made to take all time or memory: refused early, or read within bounds that have nothing to do with
their size.
"""

import gzip
import zlib
from collections.abc import Callable, Iterator

import pytest

from filegate.adapters.json_texts import parse
from filegate.domain.batch_check import what_is_wrong
from filegate.domain.batch_files import BatchLimits
from filegate.domain.errors import FilegateError, FileTooLarge, InvalidInput, UnsupportedMedia
from filegate.domain.limits import MAX_BODY_BYTES, MIB
from filegate.http.json_body import MAX_JSON_BYTES, read_json
from filegate.http.request import Request
from filegate.http.upload_form import read_upload_form
from tests.builders import LIMITS, a_line
from tests.functions.calls import Event, creation, with_body
from tests.functions.upload_calls import JSON
from tests.reliability.effort import thorough
from tests.reliability.fuzz.bounds import within
from tests.reliability.fuzz.cases import check_sayable

GIB = 1024 * MIB
MANY = 1_000_000
FIELDS = {"part_ids", "md5"}


def refusal(read: Callable[[], object]) -> FilegateError:
    with pytest.raises(FilegateError) as refused:
        read()
    return refused.value


def form(event: Event) -> FilegateError:
    return refusal(lambda: read_upload_form(Request.of(event)))


def json_body(body: bytes) -> FilegateError:
    return refusal(lambda: read_json(Request.of(with_body(body, JSON)), FIELDS))


def encoded(event: Event, encoding: str) -> Event:
    return event | {"headers": event["headers"] | {"Content-Encoding": encoding}}


ZEROS = bytes(64 * MIB)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "identity, gzip"])
def test_a_zip_bomb_is_refused_and_not_unpacked(encoding: str) -> None:
    packed = {"gzip": gzip.compress, "deflate": zlib.compress}.get(encoding, gzip.compress)(ZEROS[: 4 * MIB], 1)
    event = encoded(with_body(packed), encoding)
    with within(seconds=1, mib=2):
        refused = form(event)
    assert isinstance(refused, UnsupportedMedia)
    assert refused.param == "Content-Encoding"


def test_a_zip_bomb_that_hides_its_encoding_is_bytes_like_any() -> None:
    bomb = gzip.compress(ZEROS, 1)
    with within(seconds=1, mib=8):
        read = read_upload_form(Request.of(creation(bomb)))
    assert read.content == bomb


def test_a_form_of_many_parts_is_refused_early() -> None:
    part = b'--limit\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n\r\n'
    # As many as the largest body can carry.
    event = with_body(part * (MAX_BODY_BYTES // len(part)))
    with within(seconds=1, mib=16):
        assert form(event).param in {"body", "purpose"}


@pytest.mark.long
def test_a_form_of_a_million_parts_is_refused_unread() -> None:
    larger = with_body(b'--limit\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n\r\n' * MANY)
    with within(seconds=2, mib=256):
        assert isinstance(form(larger), FileTooLarge)


def test_near_misses_of_the_boundary_cost_no_more_than_bytes() -> None:
    content = b"\r\n--limi" * (4 * MIB // 8 - 1)
    event = creation(content)
    with within(seconds=2, mib=32):
        assert read_upload_form(Request.of(event)).content == content


@pytest.mark.parametrize("text", ['"' + '\\"' * 2_000, ";" * 4_000, "; filename*=" * 340, " " * 4_000, "=\"'" * 1_300])
def test_no_header_of_a_part_takes_long_to_read(text: str) -> None:
    body = f'--limit\r\nContent-Disposition: form-data; name="file"; {text}\r\n\r\nx\r\n--limit--\r\n'.encode()
    with within(seconds=2, mib=16):
        read_or_refuse(with_body(body))


@pytest.mark.parametrize("text", ['boundary="' + '\\"' * 4_000, "; " * 4_000, "boundary=" * 1_000, '="' * 4_000])
def test_no_content_type_takes_long_to_read(text: str) -> None:
    with within(seconds=2, mib=16):
        read_or_refuse(with_body(b"--limit--", f"multipart/form-data; {text}"))


def read_or_refuse(event: Event) -> None:
    try:
        read_upload_form(Request.of(event))
    except InvalidInput as error:
        check_sayable(error)


def test_a_completion_of_a_million_parts_is_refused_unread() -> None:
    event = with_body(b'{"part_ids":[' + b'"",' * MANY + b'""]}', JSON)
    with within(seconds=1, mib=32):
        assert refusal(lambda: read_json(Request.of(event), FIELDS)).param == "body"


HOSTILE_BODIES = {
    "as many texts as fit": b'{"part_ids":[' + b'"",' * 349_000 + b'""]}',
    "as many lists as fit": b'{"part_ids":[' + b"[]," * 349_000 + b"[]]}",
    "a hundred thousand levels": b'{"part_ids":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a hundred thousand levels of objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a hundred thousand digits": b'{"part_ids":' + b"9" * 100_000 + b"}",
    "a million digits": b'{"part_ids":-' + b"9" * 1_000_000 + b"}",
    "an exponent of many digits": b'{"part_ids":1e' + b"9" * 100_000 + b"}",
    "many fields": b"{" + b",".join(b'"%d":1' % number for number in range(80_000)) + b"}",
    "many fields, the last one twice": b"{"
    + b",".join(b'"%d":1' % number for number in [*range(40_000), 39_999])
    + b"}",
    "half a pair of surrogates, often": b'{"md5":"' + b"\\ud800" * 170_000 + b'"}',
}


@pytest.mark.parametrize("body", HOSTILE_BODIES.values(), ids=HOSTILE_BODIES)
def test_no_body_of_json_takes_long_or_much(body: bytes) -> None:
    assert len(body) <= MAX_JSON_BYTES
    event = with_body(body, JSON)
    with within(seconds=3):
        try:
            read_json(Request.of(event), FIELDS).texts("part_ids", 10_000)
        except InvalidInput as error:
            refused = error
    assert refused.param


def test_a_line_of_a_gigabyte_is_passed_over_in_bounded_memory() -> None:
    size = GIB if thorough() else GIB // 8
    chunk = b"a" * 262_144
    limits = BatchLimits(lines=10, size=4 * GIB, line_bytes=LIMITS.line_bytes)

    def content() -> Iterator[bytes]:
        yield a_line(1) + b'\n{"custom_id":"'
        yield from (chunk for _ in range(size // len(chunk)))
        yield b'"}\n' + a_line(1)

    with within(seconds=30, mib=8):
        found = what_is_wrong(size, content(), limits, parse)
    assert found == f"line 2: longer than {LIMITS.line_bytes} bytes; line 3: custom_id is that of line 1"


HOSTILE_LINES = {
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "digits": b"9" * 1_000_000,
    "digits behind the point": b"0." + b"9" * 1_000_000,
    "exponent": b"1e" + b"9" * 100_000,
    "backslashes": b'"' + b"\\" * 1_000_000,
    "surrogates": b'"' + b"\\ud800" * 100_000 + b'"',
    "empty lists": b"[" + b"[]," * 340_000 + b"[]]",
    "fields": b"{" + b",".join(b'"%d":1' % number for number in range(80_000)) + b"}",
    "spaces": b" " * 1_000_000,
    "newlines": b"\n" * 1_000_000,
}


@pytest.mark.parametrize("content", HOSTILE_LINES.values(), ids=HOSTILE_LINES)
def test_no_line_takes_long_or_much_to_check(content: bytes) -> None:
    with within(seconds=3):
        said = what_is_wrong(len(content), [content], LIMITS, parse)
    assert said
    assert len(said) < 2_000
