"""The multipart/form-data body of a file's creation and of an upload's part (RFC 7578), read within hard caps.

Parts may come in any order and without a Content-Length. File names are raw UTF-8 with `%22` for a quote, as browsers
and SDKs write them; `filename*` (RFC 8187) is read too and wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from multipart import MultipartError, MultipartSegment, ParserError, ParserLimitReached, PushMultipartParser

from filegate.domain.errors import FileTooLarge, InvalidInput
from filegate.domain.expiry import ANCHOR_FIELD, SECONDS_FIELD
from filegate.domain.limits import MAX_BODY_BYTES, MAX_FILE_BYTES
from filegate.http.file_names import file_name
from filegate.http.media import options_of_media_type
from filegate.http.request import Request

_MAX_TEXT_BYTES = 1_024
_MAX_PARTS = 8
_MAX_HEADERS = 8
_MAX_HEADER_BYTES = 4_096
_NOT_IN_HEADERS = frozenset("\r\n")
_MAX_BOUNDARY = 70  # RFC 2046, section 5.1.1


@dataclass(frozen=True, slots=True)
class _Fields:
    """What a form may have: one field with the bytes, whose file name counts or does not, and fields of text."""

    content: str
    texts: frozenset[str] = frozenset()
    named: bool = False


_OF_A_FILE = _Fields("file", frozenset({"purpose", ANCHOR_FIELD, SECONDS_FIELD}), named=True)
_OF_A_PART = _Fields("data")


@dataclass(slots=True)
class UploadForm:
    """The fields as they came. `name` is None where the file part had no file name."""

    content: bytes | None = None
    name: str | None = None
    texts: dict[str, str] = field(default_factory=dict)


def read_upload_form(request: Request) -> UploadForm:
    """Raises UnsupportedMedia, InvalidInput naming the field, or FileTooLarge."""
    return _form(request, _OF_A_FILE)


def read_part(request: Request) -> bytes:
    """The content of the form's one field, `data`. Raises as `read_upload_form` does."""
    content = _form(request, _OF_A_PART).content
    if content is None:
        raise InvalidInput("Missing required parameter: 'data'.", param="data", kind="missing")
    return content


def _form(request: Request, fields: _Fields) -> UploadForm:
    boundary = _boundary(request)
    body = request.body()
    if len(body) > MAX_BODY_BYTES:
        raise FileTooLarge(MAX_FILE_BYTES, param=fields.content)
    parser = PushMultipartParser(
        boundary,
        max_segment_count=_MAX_PARTS,
        max_header_count=_MAX_HEADERS,
        max_header_size=_MAX_HEADER_BYTES,
        strict=True,
    )
    try:
        return _read(parser, body, fields)
    except ParserLimitReached as error:
        raise InvalidInput(f"The multipart body has too much in it: {error}.", param="body") from error
    except MultipartError as error:
        raise InvalidInput("The multipart body is malformed or cut short.", param="body") from error


def _boundary(request: Request) -> str:
    options = options_of_media_type(request, "multipart/form-data")
    boundary = options.get("boundary", "")
    if not 0 < len(boundary) <= _MAX_BOUNDARY or not (boundary.isascii() and boundary.isprintable()):
        raise InvalidInput("The Content-Type must name a multipart boundary.", param="Content-Type")
    return boundary


def _read(parser: PushMultipartParser, body: bytes, fields: _Fields) -> UploadForm:
    form, seen = UploadForm(), set[str]()
    with parser:
        segment, chunks = None, list[bytes]()
        for event in parser.parse(body):
            if isinstance(event, MultipartSegment):
                segment, chunks = _opened(event, seen, fields), []
            elif event is not None:
                chunks.append(bytes(event))
            elif segment is not None:
                _close(form, segment, b"".join(chunks), fields)
    return form


def _opened(segment: MultipartSegment, seen: set[str], fields: _Fields) -> MultipartSegment:
    _check_unambiguous(segment)
    name = segment.name or ""
    shown = name[:64]
    if name not in fields.texts and name != fields.content:
        raise InvalidInput(f"Unknown parameter: '{shown}'.", param=shown, kind="unknown")
    if name in seen:
        raise InvalidInput(f"Duplicate parameter: '{shown}'.", param=shown, kind="duplicate")
    seen.add(name)
    return segment


def _check_unambiguous(segment: MultipartSegment) -> None:
    """Which of two dispositions counts, and whether half a line end is one, each parser decides for itself."""
    if [name for name, _ in segment.headerlist].count("Content-Disposition") > 1:
        raise ParserError("Multiple Content-Disposition headers")
    if any(set(value) & _NOT_IN_HEADERS for _, value in segment.headerlist):
        raise ParserError("A header with half a line end in it")


def _close(form: UploadForm, segment: MultipartSegment, content: bytes, fields: _Fields) -> None:
    name: str = segment.name or ""
    if name == fields.content:
        form.content, form.name = content, file_name(segment) if fields.named else None
    else:
        form.texts[name] = _text(name, content)


def _text(name: str, content: bytes) -> str:
    if len(content) > _MAX_TEXT_BYTES:
        raise InvalidInput(f"Invalid value for '{name}': it is longer than {_MAX_TEXT_BYTES} bytes.", param=name)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise InvalidInput(f"Invalid value for '{name}': it is not UTF-8.", param=name) from error
