"""OpenAI's Files contract (OpenAPI document 2.3.0), with `total` in lists as the one addition."""

from filegate.contracts.answers import ErrorAnswer, Json, ListLimits
from filegate.domain.errors import (
    FilegateError,
    FileNotFound,
    FileTooLarge,
    InvalidInput,
    QuotaExceeded,
    StorageUnavailable,
    Unauthenticated,
    UnsupportedMedia,
)
from filegate.domain.files import StoredFile
from filegate.domain.pages import FilePage

created_status = 200
list_limits = ListLimits(default=10_000, most=10_000)

_STATUS: dict[type[FilegateError], int] = {
    InvalidInput: 400,
    Unauthenticated: 401,
    QuotaExceeded: 403,
    FileNotFound: 404,
    FileTooLarge: 413,
    UnsupportedMedia: 415,
    StorageUnavailable: 503,
}
_KIND_CODES = {"missing": "missing_required_parameter", "unknown": "unknown_parameter"}
_SERVER_FAULT = 500


def file(file: StoredFile) -> Json:
    answer: Json = {
        "id": _spelled(file),
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
    """SDKs page by the last object's id and by `has_more`, which is therefore never left out."""
    return {
        "object": "list",
        "data": [file(one) for one in page.files],
        "first_id": _spelled(page.files[0]) if page.files else None,
        "last_id": _spelled(page.files[-1]) if page.files else None,
        "has_more": page.has_more,
        "total": page.total,
    }


def deleted(file: StoredFile) -> Json:
    return {"id": _spelled(file), "object": "file", "deleted": True}


def error(error: FilegateError | None) -> ErrorAnswer:
    status = _STATUS[type(error)] if error else _SERVER_FAULT
    body = {
        "message": error.message if error else "The server had an error while processing your request.",
        "type": "invalid_request_error" if status < _SERVER_FAULT else "server_error",
        "param": error.param if error else None,
        "code": _code(error),
    }
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, StorageUnavailable) else {}
    return ErrorAnswer(status, {"error": body}, headers)


def _code(error: FilegateError | None) -> str | None:
    if isinstance(error, InvalidInput):
        return _KIND_CODES.get(error.kind)
    return error.code if error else None


def _spelled(file: StoredFile) -> str:
    return f"file-{file.id}"
