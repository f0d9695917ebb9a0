"""The `ai-stats` gateway's contract: OpenAI's objects, with `status_details` an object and errors of its own."""

from typing import Annotated, Literal

from pydantic import Field

from filegate.contracts.schemas import openai
from filegate.contracts.schemas.closed import ABSENT, Closed, Count, DownloadUrl
from filegate.contracts.schemas.openai import Batch, BatchList
from filegate.contracts.schemas.uploads import DescribedUpload, UploadPart, UploadPartList, UploadPartUrls

__all__ = [
    "ERRORS",
    "Batch",
    "BatchList",
    "Deleted",
    "DownloadUrl",
    "File",
    "FileList",
    "Upload",
    "UploadPart",
    "UploadPartList",
    "UploadPartUrls",
]

Deleted = openai.Deleted
HttpStatus = Annotated[int, Field(ge=100, le=599)]


class StatusDetails(Closed):
    """What the check of a file found."""

    message: str


class File(openai.DescribedFile):
    """A file. `expires_at` and `status_details` are there only where they are set."""

    status_details: StatusDetails = ABSENT


class FileList(openai.Page):
    """A page of files. `total` counts all of the project's files, or all of the purpose asked for."""

    data: list[File]


class Upload(DescribedUpload):
    """An upload session, with its file once it is completed."""

    file: File | None


class Envelope(Closed):
    """What every error says, and what OpenAI's SDKs read of it, in `error`."""

    ok: Literal[False]
    error: openai.ErrorObject
    message: str
    status_code: HttpStatus
    reason: str
    generation_id: Annotated[str, Field(pattern="^G-.")]


class Error(Envelope):
    """An error of the client or of this service itself."""

    error_type: Literal["user", "system"]
    error_origin: Literal["user", "gateway"]


class UpstreamFault(Closed):
    """The fault as the failing service named it."""

    code: str | None
    message: str | None
    description: str | None
    param: str | None


class FailureSample(Closed):
    """One of the calls that failed."""

    provider: str | None
    type: str | None
    status: int | None
    upstream_error_code: str | None
    upstream_error_message: str | None
    upstream_error_description: str | None
    upstream_error_param: str | None
    upstream_payload_preview: str | None
    retryable: bool | None


class UpstreamError(Envelope):
    """An error of a service behind this one, with what was tried."""

    error_type: Literal["system"]
    error_origin: Literal["upstream"]
    upstream_error: UpstreamFault
    attempt_count: Count
    failed_providers: list[str]
    failed_statuses: list[HttpStatus]
    failure_sample: list[FailureSample]


ERRORS = (Error, UpstreamError)
