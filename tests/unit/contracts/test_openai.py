import pytest

from filegate.contracts import openai
from filegate.contracts.answers import Occasion
from filegate.domain.errors import (
    FilegateError,
    FileNotFound,
    FileTooLarge,
    InvalidInput,
    QuotaExceeded,
    Unauthenticated,
    UnsupportedMedia,
)
from filegate.domain.files import FileStatus
from filegate.domain.pages import FilePage
from tests.builders import NOW, a_file, unavailable


def test_a_file_has_openais_fields_and_no_others() -> None:
    file = a_file()
    assert openai.file(file) == {
        "id": f"file-{file.id}",
        "object": "file",
        "bytes": file.size,
        "created_at": NOW,
        "filename": "lines.jsonl",
        "purpose": "batch",
        "status": "processed",
    }


def test_expiry_and_details_show_only_when_set() -> None:
    shown = openai.file(a_file(expires_at=NOW + 1, status=FileStatus.ERROR, status_details="line 1: no custom_id"))
    assert (shown["expires_at"], shown["status"], shown["status_details"]) == (NOW + 1, "error", "line 1: no custom_id")


def test_a_list_names_its_first_and_last_file() -> None:
    files = [a_file(), a_file()]
    shown = openai.file_list(FilePage(files, has_more=True, total=7))
    assert {name: shown[name] for name in ("object", "first_id", "last_id", "has_more", "total")} == {
        "object": "list",
        "first_id": f"file-{files[0].id}",
        "last_id": f"file-{files[1].id}",
        "has_more": True,
        "total": 7,
    }


def test_an_empty_list_still_has_every_field() -> None:
    assert openai.file_list(FilePage([], has_more=False, total=0)) == {
        "object": "list",
        "data": [],
        "first_id": None,
        "last_id": None,
        "has_more": False,
        "total": 0,
    }


@pytest.mark.parametrize(
    ("error", "status", "body"),
    [
        (InvalidInput("no", param="limit"), 400, ("no", "invalid_request_error", "limit", None)),
        (
            InvalidInput("no", param="file", kind="missing"),
            400,
            ("no", "invalid_request_error", "file", "missing_required_parameter"),
        ),
        (Unauthenticated("no"), 401, ("no", "invalid_request_error", None, "invalid_api_key")),
        (QuotaExceeded("full", param="file"), 403, ("full", "invalid_request_error", "file", "quota_exceeded")),
        (
            FileNotFound("file-1"),
            404,
            ("No such File object: file-1", "invalid_request_error", "id", None),
        ),
        (UnsupportedMedia("gzip"), 415, ("gzip", "invalid_request_error", None, None)),
        (None, 500, ("The server had an error while processing your request.", "server_error", None, None)),
    ],
)
def test_errors_have_openais_shape(
    error: FilegateError | None, status: int, body: tuple[str, str, str | None, str | None]
) -> None:
    answer = openai.error(error, Occasion("req-1"))
    message, kind, param, code = body
    assert answer.status == status
    assert answer.body == {"error": {"message": message, "type": kind, "param": param, "code": code}}


def test_a_file_too_large_is_told_the_limit_and_the_way_that_takes_more() -> None:
    answer = openai.error(FileTooLarge(4_194_304), Occasion("req-1"))
    assert answer.status == 413
    assert "4194304 bytes (4 MiB)" in answer.body["error"]["message"]
    assert "Uploads API" in answer.body["error"]["message"]


def test_unavailable_storage_asks_for_another_try_soon() -> None:
    answer = openai.error(unavailable("PutObject"), Occasion("req-1"))
    assert answer.status == 503
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "PutObject" not in answer.body["error"]["message"]


def test_every_error_of_the_domain_has_a_status() -> None:
    told_to_no_client = {
        "ProjectExists",
        "ProjectNotFound",
        "ProjectBusy",
        "KeyNotFound",
        "NotRestorable",
        "DropBusy",
    }
    direct = FilegateError.__subclasses__()
    every = {*direct, *(kind for each in direct for kind in each.__subclasses__())}
    answered = {kind.__name__ for kind in openai.STATUS}
    assert {kind.__name__ for kind in every} - told_to_no_client == answered
