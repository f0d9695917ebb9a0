"""The `maniac` gateway's contract: its objects are closed, so no key may be added or left out.

Invalid input is FastAPI's 422 with `detail`; everything else has the gateway's own envelope. It publishes no 413 and
no 415, so what other contracts answer with those is invalid input here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filegate.contracts import openai
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
    Unauthenticated,
    UnknownOperation,
    UploadBusy,
    UploadNotFound,
)
from filegate.domain.ids import canonical_uuid

if TYPE_CHECKING:
    from filegate.domain.files import StoredFile
    from filegate.domain.pages import FilePage

created_status = 201
list_limits = ListLimits(default=100, most=1_000)
spelled = canonical_uuid
explains_lines = openai.explains_lines
line_error = openai.line_error

_INVALID = 422
_SERVER_FAULT = 500
_STATUS_AND_CODE: dict[type[FilegateError], tuple[int, str]] = {
    Unauthenticated: (401, "unauthorized"),
    QuotaExceeded: (403, "quota_exceeded"),
    FileNotFound: (404, "not_found"),
    UploadNotFound: (404, "not_found"),
    BatchNotFound: (404, "not_found"),
    UnknownOperation: (404, "not_found"),
    Conflict: (409, "conflict"),
    UploadBusy: (409, "conflict"),
    BatchDone: (409, "conflict"),
    RateLimited: (429, "rate_limited"),
    StorageUnavailable: (503, "upstream_unavailable"),
}


def file(file: StoredFile) -> Json:
    return {
        "id": spelled(file.id),
        "object": "file",
        "bytes": file.size,
        "created_at": file.created_at,
        "filename": file.name,
        "purpose": file.purpose,
        "status": file.status.value,
        "status_details": file.status_details,
    }


def file_list(page: FilePage) -> Json:
    return {"object": "list", "data": [file(one) for one in page.files], "total": page.total}


def deleted(file: StoredFile) -> Json:
    return {"id": spelled(file.id), "object": "file", "deleted": True}


def error(error: FilegateError | None, occasion: Occasion) -> ErrorAnswer:
    if isinstance(error, InvalidInput | FileTooLarge):
        return ErrorAnswer(_INVALID, {"detail": [_finding(error, occasion.place)]})
    status, code = _STATUS_AND_CODE[type(error)] if error else (_SERVER_FAULT, "internal_error")
    message = error.message if error else "The server had an error while processing your request."
    details = {"param": error.param} if error and error.param else None
    body = {"error": {"code": code, "message": message, "details": details}}
    return ErrorAnswer(status, body, retry_headers(error))


def _finding(error: InvalidInput | FileTooLarge, place: str) -> Json:
    """One entry of `detail`: where the fault is, what it is, and its sort."""
    if error.param and error.param[0].isupper():
        location = ["header", error.param.lower()]
    else:
        location = [place, error.param] if error.param and error.param != place else [place]
    sort = error.kind if isinstance(error, InvalidInput) else "too_large"
    return {"loc": location, "msg": error.message, "type": sort}
