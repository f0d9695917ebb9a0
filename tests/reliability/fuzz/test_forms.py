"""The multipart form: never another error than a refusal, and the fields that Werkzeug's parser finds in it, too."""

import re
from typing import Any

import hypothesis.strategies as st
import pytest
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from filegate.domain.errors import FilegateError
from filegate.http.request import Request
from filegate.http.upload_form import UploadForm, read_upload_form
from tests.functions.calls import Event, creation, with_body
from tests.reliability.fuzz.cases import check_sayable, corpus, fuzz, mutated, texts

TOKENS = (
    b"\r\n",
    b"\n",
    b"\r",
    b"--",
    b"--limit",
    b"\r\n--limit\r\n",
    b"\r\n--limit--",
    b'; filename="',
    b"; filename*=utf-8''%00%0D%ff",
    b"; filename*=utf-7'x'+AGE-",
    b'; name="file"',
    b'; name="purpose"',
    b'name="expires_after[seconds]"',
    b"Content-Disposition: form-data",
    b"Content-Length: -1\r\n",
    b"Content-Type: multipart/mixed; boundary=limit\r\n",
    b"%22",
    b"%0D%0A",
    b'\\"',
    b"\x00",
    b"\xff\xfe",
    "\u202e\u2028".encode(),
)


READ_OTHERWISE = re.compile(
    rb"\n\n|\r\r|(?:\r|(?<!\r)\n)--limit|--limit(?:--)?[^\S\r\n]*(?:\r(?!\n)|\n)|[\r\n]\s*:|:[^\r\n]*\r\n\r\n--limit"
)
"""Werkzeug takes half a line end for a whole one at boundaries and the end of headers, and wants another line end
before a boundary right behind headers; ours passes over white space between the name of a header and its colon.
"""


def read(event: Event) -> UploadForm | None:
    """None where it is refused."""
    try:
        return read_upload_form(Request.of(event))
    except FilegateError as error:
        check_sayable(error)
        return None


def fields_by_werkzeug(body: bytes) -> dict[str, bytes]:
    """Raises ValueError or HTTPException where it finds no form."""
    decoder, found, name = MultipartDecoder(b"limit"), dict[str, bytes](), ""
    decoder.receive_data(body)
    decoder.receive_data(None)
    while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
        if isinstance(event, Field | File):
            name = event.name
            found[name] = b""
        elif isinstance(event, Data):
            found[name] += event.data
    return found


def same_as_werkzeug(body: bytes) -> None:
    form = read(with_body(body))
    if form is not None and not READ_OTHERWISE.search(body):
        fields = {name: text.encode() for name, text in form.texts.items()}
        assert fields | ({} if form.content is None else {"file": form.content}) == fields_by_werkzeug(body)


@pytest.mark.parametrize("body", corpus("forms").values(), ids=corpus("forms"))
def test_an_entry_of_the_corpus_is_read_as_werkzeug_does_or_refused(body: bytes) -> None:
    same_as_werkzeug(body)


def test_a_form_is_read_as_werkzeug_does_or_refused(record_property: Any) -> None:
    fuzz(same_as_werkzeug, mutated("forms", TOKENS), record_property, bounded=150, most=15_000)


def test_whatever_is_written_as_browsers_do_is_read_as_it_was_meant(record_property: Any) -> None:
    def case(sent: tuple[str, bytes, str]) -> None:
        name, content, purpose = sent
        spelled = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
        form = read(creation(content, name=spelled, purpose=purpose))
        assert form
        assert (form.name, form.content, form.texts) == (name, content, {"purpose": purpose})

    # A browser cannot write these so that anybody could tell what was meant.
    names = texts.filter(lambda name: not any(each in name for each in ("%", "\\")))
    contents = st.binary(max_size=60).filter(lambda content: b"--limit" not in content)
    purposes = texts.filter(lambda purpose: "--limit" not in purpose)
    fuzz(case, st.tuples(names, contents, purposes), record_property, bounded=40, most=5_000)


def test_no_header_of_the_body_breaks_the_reading(record_property: Any) -> None:
    body = corpus("forms")["plain"]

    def case(options: str) -> None:
        read(with_body(body, f"multipart/form-data; {options}"))

    options = st.one_of(texts, st.builds('boundary="{}"'.format, texts), st.builds("boundary={}".format, texts))
    fuzz(case, options, record_property, bounded=40, most=5_000)
