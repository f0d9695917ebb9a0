"""OpenAI's Files contract (OpenAPI document 2.3.0), with `total` in lists as the one addition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filegate.contracts.answers import ErrorAnswer, Json, ListLimits, Occasion, retry_headers
from filegate.domain.errors import (
    BatchDone,
    BatchNotFound,
    Conflict,
    FilegateError,
    FileNotFound,
    FileTooLarge,
    InvalidInput,
    QuotaExceeded,
    RateLimited,
    StorageUnavailable,
    TooLargeToJoin,
    Unauthenticated,
    UnknownOperation,
    UnsupportedMedia,
    UploadBusy,
    UploadNotFound,
    UploadTooLarge,
)

if TYPE_CHECKING:
    from filegate.domain.files import StoredFile
    from filegate.domain.pages import FilePage
    from filegate.domain.replies import Unanswered

created_status = 200
explains_lines = False
list_limits = ListLimits(default=10_000, most=10_000)

STATUS: dict[type[FilegateError], int] = {
    InvalidInput: 400,
    Unauthenticated: 401,
    QuotaExceeded: 403,
    FileNotFound: 404,
    UploadNotFound: 404,
    BatchNotFound: 404,
    UnknownOperation: 404,
    Conflict: 409,
    UploadBusy: 409,
    BatchDone: 409,
    FileTooLarge: 413,
    UploadTooLarge: 413,
    TooLargeToJoin: 413,
    UnsupportedMedia: 415,
    RateLimited: 429,
    StorageUnavailable: 503,
}
FAILURE = "The server had an error while processing your request."
_KIND_CODES = {"missing": "missing_required_parameter", "unknown": "unknown_parameter"}
_SERVER_FAULT = 500


def spelled(file_id: str) -> str:
    return f"file-{file_id}"


def file(file: StoredFile) -> Json:
    answer: Json = {
        "id": spelled(file.id),
        "object": "file",
        "bytes": file.size,
        "created_at": file.created_at,
        "filename": file.name,
        "purpose": file.purpose,
        "status": file.status.value,
    }
    if file.expires_at is not None:
        answer["expires_at"] = file.expires_at
    if file.status_details is not None:
        answer["status_details"] = file.status_details
    return answer


def file_list(page: FilePage) -> Json:
    return listing([file(one) for one in page.files], page)


def listing(data: list[Json], page: FilePage) -> Json:
    """SDKs page by the last object's id and by `has_more`, which is therefore never left out."""
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
        "has_more": page.has_more,
        "total": page.total,
    }


def deleted(file: StoredFile) -> Json:
    return {"id": spelled(file.id), "object": "file", "deleted": True}


def line_error(result: Unanswered) -> Json:
    return {"code": result.why.value, "message": result.message}


def error(error: FilegateError | None, _occasion: Occasion) -> ErrorAnswer:
    status = STATUS[type(error)] if error else _SERVER_FAULT
    return ErrorAnswer(status, {"error": error_object(error)}, retry_headers(error))


def error_object(error: FilegateError | None) -> Json:
    """The four keys that OpenAI's SDKs read; each is always there."""
    return {
        "message": error.message if error else FAILURE,
        "type": _type(error),
        "param": error.param if error else None,
        "code": _code(error),
    }


def _type(error: FilegateError | None) -> str:
    if error is None or isinstance(error, StorageUnavailable):
        return "server_error"
    return "requests" if isinstance(error, RateLimited) else "invalid_request_error"


def _code(error: FilegateError | None) -> str | None:
    if isinstance(error, InvalidInput):
        return _KIND_CODES.get(error.kind)
    return error.code if error else None
