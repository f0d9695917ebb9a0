"""The validation of a batch's input: every line a request for the batch's endpoint and for one model.

It goes on after the first fault, so that a client can mend many at once. Memory is bounded by the limits: of the lines
before, the `custom_id`s are held. The codes are OpenAI's, as far as they are known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from filegate.domain.batch_check import MAX_ID_LENGTH
from filegate.domain.batch_files import BatchLimits
from filegate.domain.batches import Fault
from filegate.domain.ports.files import ParseJson

WITHOUT_MODEL = frozenset({"/v1/moderations", "/v1/images/generations", "/v1/images/edits"})
"""Here OpenAI takes requests that leave the model to it."""

MAX_FAULTS = 100
"""So many are told; the rest is passed over."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of one line, still without its number."""

    code: str
    message: str
    param: str | None = None


class Validation:
    """Takes the lines one after another, and knows afterwards what was wrong. `model` is that of the first line."""

    def __init__(self, endpoint: str, limits: BatchLimits, parse: ParseJson) -> None:
        self._endpoint = endpoint
        self._limits = limits
        self._parse = parse
        self._ids: set[str] = set()
        self.faults: list[Fault] = []
        self.model: str | None = None
        self.lines = 0

    @property
    def full(self) -> bool:
        """Whether reading on would tell a client nothing more."""
        return len(self.faults) >= MAX_FAULTS or self.lines > self._limits.lines

    def passing(self, lines: Iterator[bytes | None]) -> Iterator[tuple[int, bytes]]:
        """The lines with their numbers from 1 on, up to the first that is wrong; after it, all are only looked at."""
        for line in lines:
            self.lines += 1
            if self.lines > self._limits.lines:
                self._fault(Finding("too_many_tasks", f"The file has more than {self._limits.lines} lines."), None)
            elif finding := self._of_line(line):
                self._fault(finding, self.lines)
            elif line is not None and not self.faults:
                yield self.lines, line
            if self.full:
                return
        if self.lines == 0:
            self._fault(Finding("empty_file", "The file is empty."), None)

    def _fault(self, finding: Finding, line: int | None) -> None:
        self.faults.append(Fault(finding.code, finding.message, line, finding.param))

    def _of_line(self, line: bytes | None) -> Finding | None:
        if line is None:
            return Finding("line_too_long", f"This line is longer than {self._limits.line_bytes} bytes.")
        try:
            request = self._parse(line)
        except ValueError:
            return Finding("invalid_json_line", "This line is not parseable as valid JSON.")
        if not isinstance(request, dict):
            return Finding("invalid_json_line", "This line is not a JSON object.")
        return self._of_id(request) or self._of_request(request) or self._of_model(request["body"])

    def _of_id(self, request: Mapping[str, object]) -> Finding | None:
        custom_id = request.get("custom_id")
        if custom_id is None:
            return _missing("custom_id")
        if not isinstance(custom_id, str) or not 0 < len(custom_id) <= MAX_ID_LENGTH:
            message = f"The custom_id must be a string of 1 to {MAX_ID_LENGTH} characters."
            return Finding("invalid_custom_id", message, "custom_id")
        if custom_id in self._ids:
            message = f"The custom_id '{custom_id}' for this request is a duplicate of another request."
            return Finding("duplicate_custom_id", message, "custom_id")
        self._ids.add(custom_id)
        return None

    def _of_request(self, request: Mapping[str, object]) -> Finding | None:
        for name in ("method", "url", "body"):
            if request.get(name) is None:
                return _missing(name)
        if request["method"] != "POST":
            return Finding("invalid_method", "The method must be 'POST'.", "method")
        if request["url"] != self._endpoint:
            message = f"The URL provided for this request does not match the batch endpoint '{self._endpoint}'."
            return Finding("url_mismatch", message, "url")
        if not isinstance(request["body"], dict):
            return Finding("invalid_body", "The body must be a JSON object.", "body")
        return None

    def _of_model(self, body: object) -> Finding | None:
        model = body.get("model") if isinstance(body, dict) else None
        if model is None:
            return None if self._endpoint in WITHOUT_MODEL else _missing("body.model")
        if not isinstance(model, str) or not model:
            return Finding("invalid_model", "The model must be a string.", "body.model")
        self.model = self.model or model
        if model != self.model:
            message = f"The model '{model[:64]}' is not that of the lines before, '{self.model[:64]}'."
            return Finding("model_mismatch", message, "body.model")
        return None


def _missing(name: str) -> Finding:
    return Finding("missing_required_parameter", f"Missing required parameter: '{name}'.", name)
