from uuid import UUID

import pytest

from filegate.contracts import maniac
from filegate.contracts.answers import Occasion
from filegate.domain.errors import (
    Conflict,
    FilegateError,
    FileNotFound,
    FileTooLarge,
    InvalidInput,
    QuotaExceeded,
    RateLimited,
    Unauthenticated,
    UnsupportedMedia,
)
from filegate.domain.pages import FilePage
from tests.builders import NOW, a_file, unavailable

BODY, QUERY = Occasion("req-1", "body"), Occasion("req-1", "query")


def test_a_file_has_exactly_the_eight_keys() -> None:
    file = a_file(expires_at=NOW + 1)
    assert maniac.file(file) == {
        "id": str(UUID(file.id)),
        "object": "file",
        "bytes": file.size,
        "created_at": NOW,
        "filename": "lines.jsonl",
        "purpose": "batch",
        "status": "processed",
        "status_details": None,
    }


def test_a_list_has_exactly_three_keys() -> None:
    file = a_file()
    shown = maniac.file_list(FilePage([file], has_more=True, total=7))
    assert shown == {"object": "list", "data": [maniac.file(file)], "total": 7}


@pytest.mark.parametrize(
    ("error", "occasion", "location"),
    [
        (InvalidInput("no", param="purpose"), BODY, ["body", "purpose"]),
        (InvalidInput("no", param="limit"), QUERY, ["query", "limit"]),
        (InvalidInput("no", param="body"), BODY, ["body"]),
        (InvalidInput("no"), BODY, ["body"]),
        (UnsupportedMedia("no", param="Content-Type"), BODY, ["header", "content-type"]),
        (FileTooLarge(4_194_304), BODY, ["body", "file"]),
    ],
)
def test_invalid_input_is_422_and_says_where(error: FilegateError, occasion: Occasion, location: list[str]) -> None:
    answer = maniac.error(error, occasion)
    (finding,) = answer.body["detail"]
    assert (answer.status, set(answer.body)) == (422, {"detail"})
    assert (finding["loc"], finding["msg"], set(finding)) == (location, error.message, {"loc", "msg", "type"})


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Unauthenticated("no"), 401, "unauthorized"),
        (QuotaExceeded("full", param="file"), 403, "quota_exceeded"),
        (FileNotFound("x"), 404, "not_found"),
        (Conflict("taken", passing=False), 409, "conflict"),
        (RateLimited("slow down", 30), 429, "rate_limited"),
        (unavailable("PutObject"), 503, "upstream_unavailable"),
        (None, 500, "internal_error"),
    ],
)
def test_other_errors_have_the_closed_envelope(error: FilegateError | None, status: int, code: str) -> None:
    answer = maniac.error(error, BODY)
    assert (answer.status, answer.body["error"]["code"]) == (status, code)
    assert set(answer.body) == {"error"}
    assert set(answer.body["error"]) == {"code", "message", "details"}
