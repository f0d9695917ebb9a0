"""The `ai-stats` gateway's contract: OpenAI's objects, an envelope of its own around errors.

The gateway publishes the creation of files only; the other routes are OpenAI's in the same envelope. What fails below
us is told as it tells of its providers: 502, with what was tried and how each try ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filegate.contracts import openai
from filegate.contracts.answers import ErrorAnswer, Json, Occasion, retry_headers
from filegate.domain.errors import FilegateError, StorageFailure, StorageUnavailable

if TYPE_CHECKING:
    from filegate.domain.files import StoredFile
    from filegate.domain.pages import FilePage
    from filegate.domain.replies import Unanswered

created_status = openai.created_status
list_limits = openai.list_limits
spelled = openai.spelled
deleted = openai.deleted
explains_lines = True

_STATUS = openai.STATUS | {StorageUnavailable: 502}
_SERVER_FAULT = 500


def file(file: StoredFile) -> Json:
    """OpenAI's, but `status_details` is an object here."""
    answer = openai.file(file)
    if file.status_details is not None:
        answer["status_details"] = {"message": file.status_details}
    return answer


def file_list(page: FilePage) -> Json:
    return openai.listing([file(one) for one in page.files], page)


def line_error(result: Unanswered) -> Json:
    """What was tried, as the gateway tells it of its providers; none of their words but for a last answer itself."""
    attempts = result.attempts
    return openai.line_error(result) | {
        "attempt_count": attempts.count,
        "failed_providers": list(attempts.providers),
        "failed_statuses": list(attempts.statuses),
        "failure_sample": [_sample(each.provider, each.kind, each.status, None) for each in attempts.sample],
    }


def error(error: FilegateError | None, occasion: Occasion) -> ErrorAnswer:
    status = _STATUS[type(error)] if error else _SERVER_FAULT
    user = status < _SERVER_FAULT
    inner = openai.error_object(error)
    body: Json = {
        "ok": False,
        "error": inner,
        "message": inner["message"],
        "status_code": status,
        "error_type": "user" if user else "system",
        "error_origin": "user" if user else "gateway",
        "reason": inner["code"] or inner["type"],
        "generation_id": f"G-{occasion.request_id}",
    }
    if isinstance(error, StorageUnavailable):
        body |= _diagnostics(error.failure, inner["message"])
    return ErrorAnswer(status, body, retry_headers(error))


def _diagnostics(failure: StorageFailure, message: str) -> Json:
    """Of an AWS service as of any provider: names, counts, statuses and codes, but none of its words."""
    return {
        "error_origin": "upstream",
        "reason": "all_candidates_failed",
        "upstream_error": {"code": failure.fault, "message": message, "description": None, "param": None},
        "attempt_count": failure.attempts,
        "failed_providers": [failure.store],
        "failed_statuses": [] if failure.status is None else [failure.status],
        "failure_sample": [_sample(failure.store, failure.operation, failure.status, failure.fault)],
    }


def _sample(provider: str, kind: str, status: int | None, code: str | None) -> Json:
    return {
        "provider": provider,
        "type": kind,
        "status": status,
        "upstream_error_code": code,
        "upstream_error_message": None,
        "upstream_error_description": None,
        "upstream_error_param": None,
        "upstream_payload_preview": None,
        "retryable": True,
    }
