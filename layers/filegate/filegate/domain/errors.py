"""What can go wrong, said without HTTP. A contract turns each class into its own status and body.

FilegateError
├── InvalidInput            a part of the request breaks a rule
│   └── UnsupportedMedia    the body's type or encoding is not taken
├── FileTooLarge            more bytes than one request may carry
│   ├── UploadTooLarge      more bytes than can be stored as one file
│   └── TooLargeToJoin      more bytes than can be joined from parts that come through the API
├── UnknownOperation        nothing that this service does
├── FileNotFound            unknown, deleted, expired or another project's: nobody can tell which
├── UploadNotFound          unknown, or another project's
├── BatchNotFound           unknown, or another project's
├── QuotaExceeded           the project has no room left
├── Unauthenticated         no key, or one that opens nothing
├── Conflict                an idempotency key is in use for another request, or for one still running
│   ├── UploadBusy          another request completes the upload just now
│   └── BatchDone           the batch is beyond being cancelled
├── RateLimited             the key has used up its requests of this minute
└── StorageUnavailable      AWS failed or is too busy; the same request may succeed later
ProjectExists, ProjectNotFound, ProjectBusy, KeyNotFound, NotRestorable are told to administrators only.
"""

from dataclasses import dataclass


class FilegateError(Exception):
    """Base of all. `param` names the field at fault, `code` is a stable word for programs."""

    code: str | None = None

    def __init__(self, message: str, *, param: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.param = param


class InvalidInput(FilegateError):
    """The request breaks a rule. `kind` says which sort: missing, unknown, duplicate or invalid."""

    def __init__(self, message: str, *, param: str | None = None, kind: str = "invalid") -> None:
        super().__init__(message, param=param)
        self.kind = kind


class UnsupportedMedia(InvalidInput):
    """The Content-Type or Content-Encoding of the body is not one that this route takes."""


class FileTooLarge(FilegateError):
    """The file has more bytes than one request can carry."""

    code = "file_too_large"

    def __init__(self, limit: int, param: str = "file") -> None:
        super().__init__(
            f"The file is larger than the {limit} bytes ({limit // 1_048_576} MiB) that one request can carry. "
            "Send larger files in parts of at most that size with the Uploads API (POST /v1/uploads).",
            param=param,
        )


class UploadTooLarge(FileTooLarge):
    """The upload is declared to have more bytes than one file can have."""

    def __init__(self, limit: int) -> None:
        FilegateError.__init__(
            self, f"The upload is larger than the {limit} bytes ({limit >> 30} GiB) that it may have.", param="bytes"
        )


class TooLargeToJoin(FileTooLarge):
    """The upload is declared to have more bytes than can be joined from parts that come through the API."""

    def __init__(self, limit: int) -> None:
        FilegateError.__init__(
            self,
            f"An upload of more than {limit} bytes ({limit >> 30} GiB) takes no parts through the API. Send presigned "
            "parts straight to S3: POST /v1/uploads/{upload_id}/part_urls gives their addresses.",
            param="upload_id",
        )


class UnknownOperation(FilegateError):
    """The service has nothing of that name to do."""


class FileNotFound(FilegateError):
    """The project has no such file now."""

    def __init__(self, file_id: str, *, param: str = "id") -> None:
        super().__init__(f"No such File object: {file_id[:64]}", param=param)


class UploadNotFound(FilegateError):
    """The project has no such upload session."""

    def __init__(self, upload_id: str) -> None:
        super().__init__(f"No such Upload object: {upload_id[:64]}", param="upload_id")


class BatchNotFound(FilegateError):
    """The project has no such batch."""

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"No such Batch object: {batch_id[:64]}", param="batch_id")


class QuotaExceeded(FilegateError):
    """Storing the file would pass the project's quota of bytes or files."""

    code = "quota_exceeded"


class Unauthenticated(FilegateError):
    """The API key is missing (then not `presented`), malformed, unknown or revoked."""

    def __init__(self, message: str, *, presented: bool = True) -> None:
        super().__init__(message)
        self.code = "invalid_api_key" if presented else None


class Conflict(FilegateError):
    """An idempotency key is taken. `passing` tells whether the same request can succeed a little later."""

    code = "idempotency_conflict"
    retry_after = 1

    def __init__(self, message: str, *, passing: bool, param: str = "Idempotency-Key") -> None:
        super().__init__(message, param=param)
        self.passing = passing


class UploadBusy(Conflict):
    """Another request is joining the parts of the upload. It soon has an answer for both."""

    code = "upload_busy"

    def __init__(self) -> None:
        super().__init__("This upload is being completed by another request.", passing=True, param="upload_id")


class BatchDone(Conflict):
    """The batch has ended, or is just about to: nothing of it could be cancelled any more."""

    code = "batch_done"

    def __init__(self, status: str) -> None:
        super().__init__(f"Cannot cancel a batch with status '{status}'.", passing=False, param="batch_id")


class RateLimited(FilegateError):
    """The key has used up its requests of this minute. `retry_after` is in seconds, 1 to 60."""

    code = "rate_limit_exceeded"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StorageUnavailable(FilegateError):
    """AWS did not do what was asked. `retry_after` is in seconds and never over 60."""

    retry_after = 1

    def __init__(self, failure: "StorageFailure") -> None:
        super().__init__("The storage behind this service is unavailable or too busy. Please retry your request.")
        self.failure = failure


@dataclass(frozen=True, slots=True)
class StorageFailure:
    """What is known of it: which store, doing what, in how many attempts; status and fault where it answered."""

    store: str
    operation: str
    attempts: int = 1
    status: int | None = None
    fault: str | None = None


class ProjectExists(FilegateError):
    """A project of that name exists already."""


class ProjectNotFound(FilegateError):
    """There is no project of that name."""


class ProjectBusy(FilegateError):
    """The project's files change faster than they can be counted."""


class NotRestorable(FilegateError):
    """The file cannot be brought back: no deleted file of that id is kept, or its own time is up."""


class KeyNotFound(FilegateError):
    """The project has no key of that id."""
