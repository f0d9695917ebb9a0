import pytest

from filegate.contracts import ai_stats
from filegate.contracts.answers import Occasion
from filegate.domain.errors import FilegateError, FileNotFound, InvalidInput, Unauthenticated
from filegate.domain.pages import FilePage
from tests.builders import a_file, unavailable

REQUEST = Occasion("req-1")


def test_status_details_are_an_object() -> None:
    file = a_file(status_details="line 1: no custom_id")
    assert ai_stats.file(file)["status_details"] == {"message": "line 1: no custom_id"}
    assert ai_stats.file_list(FilePage([file], has_more=False, total=1))["data"] == [ai_stats.file(file)]


@pytest.mark.parametrize(
    ("error", "status"),
    [(InvalidInput("no", param="limit"), 400), (Unauthenticated("no"), 401), (FileNotFound("file-1"), 404)],
)
def test_a_clients_fault_is_the_users(error: FilegateError, status: int) -> None:
    answer = ai_stats.error(error, REQUEST)
    kind = (answer.body["error_type"], answer.body["error_origin"])
    assert (answer.status, answer.body["status_code"], kind) == (status, status, ("user", "user"))


def test_every_error_names_its_generation_and_keeps_openais_object_inside() -> None:
    body = ai_stats.error(InvalidInput("no", param="limit"), REQUEST).body
    assert (body["ok"], body["generation_id"], body["message"]) == (False, "G-req-1", "no")
    assert body["error"] == {"message": "no", "type": "invalid_request_error", "param": "limit", "code": None}


def test_a_failure_of_ours_is_the_gateways_and_says_no_more() -> None:
    body = ai_stats.error(None, REQUEST).body
    assert (body["status_code"], body["error_type"], body["error_origin"]) == (500, "system", "gateway")
    assert "upstream_error" not in body


def test_unavailable_storage_is_502_with_what_was_tried() -> None:
    answer = ai_stats.error(unavailable("PutObject"), REQUEST)
    body = answer.body
    assert (answer.status, body["error_type"], body["error_origin"]) == (502, "system", "upstream")
    assert (body["attempt_count"], body["failed_providers"], body["failed_statuses"]) == (3, ["s3"], [503])
    assert body["upstream_error"]["code"] == "SlowDown"
    assert body["failure_sample"][0]["type"] == "PutObject"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
