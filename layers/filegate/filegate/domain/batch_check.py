"""The check of a batch file: JSON Lines, each a request by the rules of batch_lines.

Memory is bounded by the limits, not by the file: one line is held at a time, and of those before it the `custom_id`s.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from filegate.domain.batch_files import BatchLimits
from filegate.domain.batch_lines import Finding, LineRules
from filegate.domain.lines import lines
from filegate.domain.ports.files import ParseJson

TOLD = 10
"""So many findings are told in words, the others are counted. A line has one finding at most."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong, in one text of less than 2,000 characters, or None; then all lines are for that endpoint."""

    fault: str | None
    endpoint: str | None = None


def what_is_wrong(size: int, content: Iterable[bytes], limits: BatchLimits, parse: ParseJson) -> str | None:
    """The fault of its verdict, for whoever needs no more."""
    return verdict_on(size, content, limits, parse).fault


def verdict_on(size: int, content: Iterable[bytes], limits: BatchLimits, parse: ParseJson) -> Verdict:
    """The content is not read where its size is over the limit, and not beyond the last line that is allowed."""
    if size > limits.size:
        return Verdict(f"the file has {size} bytes, more than {limits.size}")
    check = _Check(limits, parse)
    for number, line in enumerate(lines(content, limits.line_bytes), 1):
        if number > limits.lines:
            return check.verdict(f"the file has more than {limits.lines} lines")
        check.take(number, line)
    return check.verdict(None if check.taken else "the file is empty")


class _Check:
    """Takes the lines one after another."""

    def __init__(self, limits: BatchLimits, parse: ParseJson) -> None:
        self._rules = LineRules(limits, parse)
        self._findings: list[str] = []
        self._untold = 0
        self.taken = 0

    def take(self, number: int, line: bytes | None) -> None:
        self.taken = number
        found = self._rules.request(number, line)
        if not isinstance(found, Finding):
            return
        if len(self._findings) < TOLD:
            self._findings.append(f"line {number}: {found.message}")
        else:
            self._untold += 1

    def verdict(self, of_the_whole: str | None) -> Verdict:
        return Verdict(self._told(of_the_whole), self._rules.url)

    def _told(self, of_the_whole: str | None) -> str | None:
        """All findings in one text, that of the whole file first."""
        more = [f"and {self._untold} more"] if self._untold else []
        return "; ".join([*([of_the_whole] if of_the_whole else []), *self._findings, *more]) or None
