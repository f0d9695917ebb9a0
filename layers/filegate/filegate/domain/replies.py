"""What providers make of a line: an answer, or attempts that came to nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from filegate.domain.batches import TokenUsage

MAX_SAMPLE = 5
TOO_MANY_REQUESTS = 429
_REQUEST_TIMEOUT = 408
_REDIRECT, _CLIENT_FAULT, _SERVER_FAULT = 300, 400, 500


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer of a provider; `body` is one JSON object, without line breaks. `retry_after` is in seconds."""

    status: int
    body: bytes
    request_id: str
    usage: TokenUsage = field(default_factory=TokenUsage)
    retry_after: float | None = None

    @property
    def succeeded(self) -> bool:
        return self.status < _REDIRECT

    @property
    def final(self) -> bool:
        """Whether it is the line's result: a success, or a refusal of what the client asked."""
        of_the_request = _CLIENT_FAULT <= self.status < _SERVER_FAULT
        return self.succeeded or (of_the_request and self.status not in {TOO_MANY_REQUESTS, _REQUEST_TIMEOUT})


class NoReply(Exception):
    """A provider gave no answer that could be used. `kind` says why: timeout, unreachable, broken, too_large."""

    def __init__(self, kind: str, status: int | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status = status


@dataclass(frozen=True, slots=True)
class Attempt:
    """One that failed: at whom, with which status if there was one, and why."""

    provider: str
    status: int | None
    kind: str


@dataclass(slots=True)
class Attempts:
    """All that failed for one line: counted, and the last few of them kept. Being told to wait is no failure yet."""

    count: int = 0
    waits: int = 0
    providers: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    sample: list[Attempt] = field(default_factory=list)
    last_reply: Reply | None = None

    def add(self, attempt: Attempt, reply: Reply | None = None) -> None:
        self.count += 1
        self.waits += attempt.status == TOO_MANY_REQUESTS
        if attempt.provider not in self.providers:
            self.providers.append(attempt.provider)
        if attempt.status is not None and attempt.status not in self.statuses:
            self.statuses.append(attempt.status)
        self.sample = [*self.sample, attempt][-MAX_SAMPLE:]
        self.last_reply = reply or self.last_reply


class WhyNot(StrEnum):
    """Why a line has no answer. The values are the codes in the error file, the first of them OpenAI's."""

    EXPIRED = "batch_expired"
    CANCELLED = "batch_cancelled"
    NO_PROVIDER = "model_not_found"
    PROVIDERS_FAILED = "provider_error"
    NOT_EXECUTED = "server_error"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A line without an answer, with what was tried."""

    why: WhyNot
    attempts: Attempts

    @property
    def message(self) -> str:
        return _MESSAGES[self.why].format(count=self.attempts.count, providers=_listed(self.attempts.providers))


_MESSAGES = {
    WhyNot.EXPIRED: "This request could not be executed before the completion window expired.",
    WhyNot.CANCELLED: "This request was not executed because the batch was cancelled.",
    WhyNot.NO_PROVIDER: "No provider is configured for this model and endpoint.",
    WhyNot.PROVIDERS_FAILED: "No provider answered: {count} attempts failed, at {providers}.",
    WhyNot.NOT_EXECUTED: "This request could not be executed because of a fault of this service.",
}


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
