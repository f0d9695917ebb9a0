"""The validation of a batch's input: every line a request by the rules of batch_lines, and all of them for one model.

It goes on after the first fault, so that a client can mend many at once.
"""

from collections.abc import Iterator

from filegate.domain.batch_files import BatchLimits
from filegate.domain.batch_lines import Finding, LineRules
from filegate.domain.batches import Fault
from filegate.domain.ports.files import ParseJson

WITHOUT_MODEL = frozenset({"/v1/moderations", "/v1/images/generations", "/v1/images/edits"})
"""Here OpenAI takes requests that leave the model to it."""

MAX_FAULTS = 100
"""So many are told; the rest is passed over."""

_MODEL = "body.model"


class Validation:
    """Takes the lines one after another, and knows afterwards what was wrong. `model` is that of the first line."""

    def __init__(self, endpoint: str, limits: BatchLimits, parse: ParseJson) -> None:
        self._endpoint = endpoint
        self._limits = limits
        self._rules = LineRules(limits, parse, endpoint)
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
                self._fault(Finding("too_many_tasks", f"the file has more than {self._limits.lines} lines"), None)
            elif finding := self._of_line(line):
                self._fault(finding, self.lines)
            elif line is not None and not self.faults:
                yield self.lines, line
            if self.full:
                return
        if self.lines == 0:
            self._fault(Finding("empty_file", "the file is empty"), None)

    def _fault(self, finding: Finding, line: int | None) -> None:
        self.faults.append(Fault(finding.code, finding.message, line, finding.param))

    def _of_line(self, line: bytes | None) -> Finding | None:
        found = self._rules.request(self.lines, line)
        return found if isinstance(found, Finding) else self._of_model(found["body"])

    def _of_model(self, body: object) -> Finding | None:
        model = body.get("model") if isinstance(body, dict) else None
        if model is None and self._endpoint in WITHOUT_MODEL:
            return None
        if not isinstance(model, str) or not model:
            code = "missing_required_parameter" if model is None else "invalid_model"
            return Finding(code, f"{_MODEL} must be a string that is not empty", _MODEL)
        self.model = self.model or model
        if model != self.model:
            return Finding("model_mismatch", f"{_MODEL} must be the same in the whole file", _MODEL)
        return None
