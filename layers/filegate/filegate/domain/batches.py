"""Batches: the requests of a file, sent to providers one by one, with the answers in an output and an error file.

    validating ──> in_progress ──> finalizing ──> completed | expired
       │    │           │
       │    └───────────┴──> cancelling ──> cancelled
       └──> failed

Every arrow is one conditional write, and none leads back. Whatever the end, each line of the input has exactly one line
in one of the two files: a line that was not sent in time, or not before the cancellation, has an error that says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

OUTPUT_PURPOSE = "batch_output"

WINDOW = "24h"
"""The one completion window there is, as at OpenAI. How long it really is, the deployment says (config)."""

STALE_SECONDS = 180
"""A batch of which nothing was heard for so long has lost its execution, and gets another one (resume_batches)."""

AGAIN_SECONDS = 900
"""So much later it gets one more, where nothing was heard of that one either, and so on."""


class BatchStatus(StrEnum):
    """OpenAI's words."""

    VALIDATING = "validating"
    FAILED = "failed"
    IN_PROGRESS = "in_progress"
    FINALIZING = "finalizing"
    COMPLETED = "completed"
    EXPIRED = "expired"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


ENDED = frozenset({BatchStatus.FAILED, BatchStatus.COMPLETED, BatchStatus.EXPIRED, BatchStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an input file was not taken: a word for programs, and where it is, as far as that can be said."""

    code: str
    message: str
    line: int | None = None
    param: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines of the input. What is neither completed nor failed is still to come."""

    total: int = 0
    completed: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Tokens of all answers together; they can be added."""

    input: int = 0
    cached: int = 0
    output: int = 0
    reasoning: int = 0

    def __add__(self, other: "TokenUsage") -> "TokenUsage":
        return TokenUsage(
            self.input + other.input,
            self.cached + other.cached,
            self.output + other.output,
            self.reasoning + other.reasoning,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Moments are unix seconds. `expires_at` ends the completion window; `output_lifetime` is the files', in seconds.

    `reached` has the moment of each status that the batch came to. `output_id` and `error_id` are those under which
    the files are being made, and `files` are those of them that exist: each is only there where it has lines.
    `chunks` is how many pieces the input was cut into.
    """

    id: str
    project: str
    endpoint: str
    input_file_id: str
    created_at: int
    expires_at: int
    status: BatchStatus = BatchStatus.VALIDATING
    metadata: Mapping[str, str] | None = None
    output_lifetime: int | None = None
    model: str | None = None
    chunks: int = 0
    counts: Counts = Counts()
    usage: TokenUsage | None = None
    faults: tuple[Fault, ...] = ()
    reached: Mapping[BatchStatus, int] = field(default_factory=dict)
    output_id: str | None = None
    error_id: str | None = None
    files: tuple[str, ...] = ()
    heard_at: int = 0

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    def goes_on(self, now: int) -> bool:
        """Whether lines may still be sent: it is neither being cancelled nor out of its window, nor further."""
        return self.status == BatchStatus.IN_PROGRESS and now < self.expires_at
