"""The check of a batch file: JSON Lines, each a request as OpenAI's Batch API takes it.

Memory is bounded by the limits, not by the file: one line is held at a time, and of those before it the `custom_id`s.
Nothing of the content gets into the findings, but for numbers of lines and columns.
"""

from collections.abc import Iterable, Mapping
from json import JSONDecodeError

from filegate.domain.batch_files import BatchLimits
from filegate.domain.endpoints import ENDPOINTS
from filegate.domain.lines import lines
from filegate.domain.ports.files import ParseJson

MAX_ID_LENGTH = 64
TOLD = 10
"""So many findings are told in words, the others are counted. A line has one finding at most."""

_LONGEST_REASON = 60
_BOM = b"\xef\xbb\xbf"


def what_is_wrong(size: int, content: Iterable[bytes], limits: BatchLimits, parse: ParseJson) -> str | None:
    """The findings as one text of less than 2,000 characters, or None.

    The content is not read where its size is over the limit, and not beyond the last line that is allowed.
    """
    if size > limits.size:
        return f"the file has {size} bytes, more than {limits.size}"
    check = _Check(limits, parse)
    for number, line in enumerate(lines(content, limits.line_bytes), 1):
        if number > limits.lines:
            return check.told(f"the file has more than {limits.lines} lines")
        check.take(number, line)
    return check.told(None if check.taken else "the file is empty")


class _Check:
    """Takes the lines one after another."""

    def __init__(self, limits: BatchLimits, parse: ParseJson) -> None:
        self._limits = limits
        self._parse = parse
        self._lines_of_ids: dict[str, int] = {}
        self._url: str | None = None
        self._findings: list[str] = []
        self._untold = 0
        self.taken = 0

    def take(self, number: int, line: bytes | None) -> None:
        self.taken = number
        fault = self._fault(number, line)
        if fault and len(self._findings) < TOLD:
            self._findings.append(f"line {number}: {fault}")
        elif fault:
            self._untold += 1

    def told(self, of_the_whole: str | None) -> str | None:
        """All findings in one text, that of the whole file first."""
        more = [f"and {self._untold} more"] if self._untold else []
        return "; ".join([*([of_the_whole] if of_the_whole else []), *self._findings, *more]) or None

    def _fault(self, number: int, line: bytes | None) -> str | None:
        if line is None:
            return f"longer than {self._limits.line_bytes} bytes"
        if not line or line.isspace():
            return "blank"
        if number == 1 and line.startswith(_BOM):
            return "the file starts with a byte order mark (BOM), save it without one"
        try:
            request = self._parse(line)
        except JSONDecodeError as error:
            return _why_unreadable(line, error)
        return self._fault_of_request(number, request) if isinstance(request, dict) else "not a JSON object"

    def _fault_of_request(self, number: int, request: Mapping[str, object]) -> str | None:
        return (
            self._fault_of_id(number, request.get("custom_id"))
            or (None if request.get("method") == "POST" else "method must be 'POST'")
            or self._fault_of_url(request.get("url"))
            or (None if isinstance(request.get("body"), dict) else "body must be an object")
        )

    def _fault_of_id(self, number: int, custom_id: object) -> str | None:
        if not isinstance(custom_id, str) or not 0 < len(custom_id) <= MAX_ID_LENGTH:
            return f"custom_id must be a string of 1 to {MAX_ID_LENGTH} characters"
        first = self._lines_of_ids.setdefault(custom_id, number)
        return None if first == number else f"custom_id is that of line {first}"

    def _fault_of_url(self, url: object) -> str | None:
        if not isinstance(url, str) or url not in ENDPOINTS:
            return "url must be one of the supported endpoints, like '/v1/chat/completions'"
        self._url = self._url or url
        return None if url == self._url else "url must be the same in the whole file"


def _why_unreadable(line: bytes, error: JSONDecodeError) -> str:
    try:
        line.decode()
    except UnicodeDecodeError as undecodable:
        return f"not valid UTF-8 (byte {undecodable.start + 1})"
    return f"not valid JSON (column {error.colno}: {error.msg[:_LONGEST_REASON]})"
