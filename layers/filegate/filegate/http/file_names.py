"""The file name in a part's Content-Disposition, exactly as the client meant it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from multipart import content_disposition_unquote, parse_options_header

from filegate.domain.errors import InvalidInput

if TYPE_CHECKING:
    from multipart import MultipartSegment

_QUOTED = re.compile(r'"(?:\\.|[^\\"])*"')
_EXTENDED = re.compile(r";\s*filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]*)", re.ASCII | re.IGNORECASE)


def file_name(segment: MultipartSegment) -> str | None:
    """The decoded name, unchecked; None where there is none. Raises InvalidInput for an undecodable `filename*`."""
    disposition = segment.header("Content-Disposition") or ""
    # What stands between quotes is a value, however much it looks like a parameter.
    extended = _EXTENDED.search(_QUOTED.sub('""', disposition))
    if extended:
        return _decoded(extended[1], extended[2])
    # The parser's own `filename` drops what looks like a Windows path; a path is to be refused, not mended.
    _, options = parse_options_header(disposition, unquote=lambda value, _: content_disposition_unquote(value))
    name: str | None = options.get("filename")
    return name


def _decoded(charset: str, value: str) -> str:
    """RFC 8187 knows UTF-8 and, from older days, ISO-8859-1."""
    known = charset.lower() if charset.lower() in {"utf-8", "iso-8859-1"} else "ascii"
    try:
        return unquote_to_bytes(value).decode(known)
    except UnicodeDecodeError as error:
        raise InvalidInput("The file name could not be decoded.", param="file") from error
