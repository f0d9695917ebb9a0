"""JSON bodies: never another error than a refusal, and the values that the standard library finds in them."""

import json
from typing import Any

import hypothesis.strategies as st
import pytest

from filegate.domain.errors import FilegateError
from filegate.http.json_body import read_json
from filegate.http.request import Request
from tests.functions.calls import with_body
from tests.functions.upload_calls import JSON
from tests.reliability.fuzz.cases import check_sayable, corpus, fuzz, mutated
from tests.reliability.fuzz.edge import strict_json

TOKENS = (
    b'"',
    b"\\ud800",
    b"\\udc00",
    b"\\u0000",
    b"\\u202e",
    b"\\",
    b"{",
    b"}",
    b"[" * 1_200,
    b"]",
    b',"bytes":',
    b',"filename":',
    b',"part_ids":',
    b',"expires_after":{',
    b"null",
    b"true",
    b"NaN",
    b"-Infinity",
    b"1e400",
    b"-0",
    b"9" * 4_301,
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
)
KNOWN = {"filename", "purpose", "bytes", "mime_type", "expires_after", "part_ids", "md5", "part_numbers"}


def same_as_the_standard_library(body: bytes) -> None:
    try:
        fields = read_json(Request.of(with_body(body, JSON)), KNOWN)
    except FilegateError as error:
        check_sayable(error)
    else:
        # repr, as a number may be too large to be compared.
        assert repr(fields._fields) == repr(strict_json(body.decode()))


@pytest.mark.parametrize("body", corpus("bodies").values(), ids=corpus("bodies"))
def test_an_entry_of_the_corpus_is_read_as_it_stands_or_refused(body: bytes) -> None:
    same_as_the_standard_library(body)


def test_a_body_is_read_as_it_stands_or_refused(record_property: Any) -> None:
    fuzz(same_as_the_standard_library, mutated("bodies", TOKENS), record_property, bounded=100, most=15_000)


def test_whatever_is_json_of_known_fields_is_read(record_property: Any) -> None:
    values = st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
        max_leaves=4,
    )

    def case(document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        assert read_json(Request.of(with_body(body, JSON)), KNOWN)._fields == document

    fuzz(case, st.dictionaries(st.sampled_from(sorted(KNOWN)), values), record_property, bounded=15, most=2_000)
