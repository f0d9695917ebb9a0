"""The `maniac` gateway's contract: closed objects, canonical UUIDs, and a shape of its own for invalid input."""

from typing import Annotated, Any, Literal

from pydantic import Field

from filegate.contracts.schemas.batches import BatchPage, DescribedBatch
from filegate.contracts.schemas.closed import Closed, Count, DownloadUrl, UnixSeconds
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

FileId = Annotated[str, Field(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class File(Closed):
    """A file: always these eight keys."""

    id: FileId
    object: Literal["file"]
    bytes: Count
    created_at: UnixSeconds
    filename: str
    purpose: str
    status: str
    status_details: str | None


class FileList(Closed):
    """A page of files. `total` counts all of the project's files, or all of the purpose asked for."""

    object: Literal["list"]
    data: list[File]
    total: Count


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
    """What went wrong: a word for programs, the same in words, and what else there is to say."""

    code: str
    message: str
    details: dict[str, Any] | None


class Error(Closed):
    """Every error but invalid input."""

    error: ErrorObject


class Finding(Closed):
    """One thing that is wrong with the input, and where."""

    loc: list[str | int]
    msg: str
    type: str


class InvalidInput(Closed):
    """Invalid input."""

    detail: Annotated[list[Finding], Field(min_length=1)]


ERRORS = (Error, InvalidInput)
