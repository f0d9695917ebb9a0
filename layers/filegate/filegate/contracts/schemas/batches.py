"""Batches: OpenAI's in every contract, which only spells the ids of files in its own way."""

from typing import Annotated, Literal

from pydantic import Field

from filegate.contracts.schemas.closed import ABSENT, Closed, Count, UnixSeconds

BatchId = Annotated[str, Field(pattern=r"^batch_[0-9a-f]{32}$")]


class BatchFault(Closed):
    """Why an input file was not taken, and where it is."""

    code: str
    message: str
    param: str | None
    line: Annotated[int, Field(ge=1)] | None


class BatchFaults(Closed):
    """All that was found, up to a hundred."""

    object: Literal["list"]
    data: list[BatchFault]


class RequestCounts(Closed):
    """Lines of the input: all, those in the output file, those in the error file."""

    total: Count
    completed: Count
    failed: Count


class InputTokensDetails(Closed):
    """Of the tokens that were sent."""

    cached_tokens: Count


class OutputTokensDetails(Closed):
    """Of the tokens that were answered."""

    reasoning_tokens: Count


class BatchUsage(Closed):
    """Tokens of all answers together."""

    input_tokens: Count
    input_tokens_details: InputTokensDetails
    output_tokens: Count
    output_tokens_details: OutputTokensDetails
    total_tokens: Count


class DescribedBatch(Closed):
    """A batch, but for the ids of its files. `usage` comes with its end."""

    id: BatchId
    object: Literal["batch"]
    endpoint: str
    model: str | None
    errors: BatchFaults | None
    completion_window: Literal["24h"]
    status: Literal[
        "validating", "failed", "in_progress", "finalizing", "completed", "expired", "cancelling", "cancelled"
    ]
    created_at: UnixSeconds
    expires_at: UnixSeconds
    in_progress_at: UnixSeconds | None
    finalizing_at: UnixSeconds | None
    completed_at: UnixSeconds | None
    failed_at: UnixSeconds | None
    expired_at: UnixSeconds | None
    cancelling_at: UnixSeconds | None
    cancelled_at: UnixSeconds | None
    request_counts: RequestCounts
    metadata: dict[str, str] | None
    usage: BatchUsage = ABSENT


class BatchPage(Closed):
    """A page of batches, but for its data."""

    object: Literal["list"]
    first_id: BatchId | None
    last_id: BatchId | None
    has_more: bool
