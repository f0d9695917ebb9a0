"""The rules for the lines of a batch file, each a request as OpenAI's Batch API takes it.

They hold where a file is checked and where a batch is made of it. Nothing of the content gets into a finding, but for
numbers of lines and columns. The codes are OpenAI's, as far as they are known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from json import JSONDecodeError
from typing import TypeAlias

from filegate.domain.batch_files import BatchLimits
from filegate.domain.endpoints import ENDPOINTS
from filegate.domain.ports.files import ParseJson

MAX_ID_LENGTH = 64

_LONGEST_REASON = 60
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a line, in words that follow its number; `param` is the field that is to be mended."""

    code: str
    message: str
    param: str | None = None


Request: TypeAlias = Mapping[str, object]


class LineRules:
    """Takes the lines one after another, and holds of those before the `custom_id`s.

    Every `url` has to be the endpoint; where none is given, that of the first line, which `url` is from then on.
    """

    def __init__(self, limits: BatchLimits, parse: ParseJson, endpoint: str | None = None) -> None:
        self._limits = limits
        self._parse = parse
        self._lines_of_ids: dict[str, int] = {}
        self._endpoint = endpoint
        self.url = endpoint

    def request(self, number: int, line: bytes | None) -> Request | Finding:
        """The request on the line, or what is wrong with it. None is a line over the limit."""
        if line is None:
            return Finding("line_too_long", f"longer than {self._limits.line_bytes} bytes")
        if not line or line.isspace():
            return _unreadable("blank")
        if number == 1 and line.startswith(_BOM):
            return _unreadable("the file starts with a byte order mark (BOM), save it without one")
        try:
            request = self._parse(line)
        except JSONDecodeError as error:
            return _unreadable(_why_unreadable(line, error))
        if not isinstance(request, dict):
            return _unreadable("not a JSON object")
        return self._fault(number, request) or request

    def _fault(self, number: int, request: Request) -> Finding | None:
        return (
            self._of_id(number, request.get("custom_id"))
            or (None if request.get("method") == "POST" else _wrong(request, "method", "must be 'POST'"))
            or self._of_url(request)
            or (None if isinstance(request.get("body"), dict) else _wrong(request, "body", "must be an object"))
        )

    def _of_id(self, number: int, custom_id: object) -> Finding | None:
        if not isinstance(custom_id, str) or not 0 < len(custom_id) <= MAX_ID_LENGTH:
            rule = f"must be a string of 1 to {MAX_ID_LENGTH} characters"
            return _wrong({"custom_id": custom_id}, "custom_id", rule)
        first = self._lines_of_ids.setdefault(custom_id, number)
        if first == number:
            return None
        return Finding("duplicate_custom_id", f"custom_id is that of line {first}", "custom_id")

    def _of_url(self, request: Request) -> Finding | None:
        url = request.get("url")
        if not isinstance(url, str) or url not in ENDPOINTS:
            return _wrong(request, "url", "must be one of the supported endpoints, like '/v1/chat/completions'")
        self.url = self.url or url
        if url == self.url:
            return None
        where = f"that of the batch, '{self._endpoint}'" if self._endpoint else "the same in the whole file"
        return Finding("url_mismatch", f"url must be {where}", "url")


def _wrong(request: Request, field: str, rule: str) -> Finding:
    code = "missing_required_parameter" if request.get(field) is None else f"invalid_{field}"
    return Finding(code, f"{field} {rule}", field)


def _unreadable(why: str) -> Finding:
    return Finding("invalid_json_line", why)


def _why_unreadable(line: bytes, error: JSONDecodeError) -> str:
    try:
        line.decode()
    except UnicodeDecodeError as undecodable:
        return f"not valid UTF-8 (byte {undecodable.start + 1})"
    return f"not valid JSON (column {error.colno}: {error.msg[:_LONGEST_REASON]})"
