"""OpenAI's Files contract, with `total` in lists."""

from typing import Annotated, Literal

from pydantic import Field

from filegate.contracts.schemas.batches import BatchPage, DescribedBatch
from filegate.contracts.schemas.closed import ABSENT, Closed, Count, DownloadUrl, UnixSeconds
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

FileId = Annotated[str, Field(pattern=r"^file-[0-9a-f]{32}$")]


class DescribedFile(Closed):
    """A file, but for `status_details`."""

    id: FileId
    object: Literal["file"]
    bytes: Count
    created_at: UnixSeconds
    filename: str
    purpose: str
    status: Literal["uploaded", "processed", "error"]
    expires_at: UnixSeconds = ABSENT


class File(DescribedFile):
    """A file. `expires_at` and `status_details` are there only where they are set."""

    status_details: str = ABSENT


class Page(Closed):
    """A page of a list, but for its data."""

    object: Literal["list"]
    first_id: FileId | None
    last_id: FileId | None
    has_more: bool
    total: Count


class FileList(Page):
    """A page of files. `total` counts all of the project's files, or all of the purpose asked for."""

    data: list[File]


class Deleted(Closed):
    """What is said of a file that is deleted now."""

    id: FileId
    object: Literal["file"]
    deleted: Literal[True]


class Upload(DescribedUpload):
    """An upload session, with its file once it is completed."""

    file: File | None


class Batch(DescribedBatch):
    """A batch, with the ids of its files."""

    input_file_id: FileId
    output_file_id: FileId | None
    error_file_id: FileId | None


class BatchList(BatchPage):
    """A page of batches."""

    data: list[Batch]


class ErrorObject(Closed):
    """What went wrong: in words, of which type, with which parameter, and a word for programs."""

    message: str
    type: Literal["invalid_request_error", "requests", "server_error"]
    param: str | None
    code: str | None


class Error(Closed):
    """Every error."""

    error: ErrorObject


ERRORS = (Error,)
