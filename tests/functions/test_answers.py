"""Each function with its sample event, through the real wiring, on moto."""

import logging
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from filegate.adapters.dynamodb_keys import DynamoDBKeys
from filegate.domain.keys import ApiKey, digest_of
from tests.builders import NOW
from tests.functions.calls import as_project, call, call_with_id, call_with_query, create, creation, invoke, sample

pytestmark = pytest.mark.usefixtures("deployed")


def test_create_file_answers_the_file_object() -> None:
    answer = call("create_file")
    made = answer.json
    assert answer.status == 200
    assert (made["filename"], made["purpose"], made["status"]) == ('größe "eins".jsonl', "batch", "processed")
    assert made["expires_at"] == made["created_at"] + 2_592_000


def test_get_file_answers_what_create_file_answered() -> None:
    made = call("create_file").json
    assert call_with_id("get_file", made["id"]).json == made


def test_list_files_answers_the_files_of_its_purpose() -> None:
    made = [create(), create()]
    create(purpose="evals")
    listed = call("list_files").json
    assert [file["id"] for file in listed["data"]] == made[::-1]
    assert (listed["has_more"], listed["total"]) == (False, 2)


def test_list_files_pages_by_cursor() -> None:
    made = [create() for _ in range(3)]
    first = call_with_query("list_files", limit="2").json
    second = call_with_query("list_files", limit="2", after=first["last_id"]).json
    assert [file["id"] for file in first["data"] + second["data"]] == made[::-1]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_delete_file_answers_that_it_is_deleted() -> None:
    made = create()
    assert call_with_id("delete_file", made).json == {"id": made, "object": "file", "deleted": True}
    assert call_with_id("get_file", made).status == 404


def test_get_file_content_gives_small_files_inline() -> None:
    content = bytes(range(256))
    answer = call_with_id("get_file_content", create(content, name="ü.bin"))
    assert (answer.status, answer.content) == (200, content)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename=\"_.bin\"; filename*=UTF-8''%C3%BC.bin"


@pytest.mark.parametrize(("size", "status"), [(1_048_576, 200), (1_048_577, 302)])
def test_get_file_content_redirects_above_the_inline_limit(size: int, status: int) -> None:
    assert call_with_id("get_file_content", create(b"x" * size)).status == status


def test_get_file_content_redirects_any_range_request() -> None:
    answer = call_with_id("get_file_content", create(), sample("get_file_content.range"))
    assert (answer.status, answer.content) == (302, b"")


def test_a_redirect_leads_to_a_short_lived_signed_attachment() -> None:
    made = create(name="evil.html")
    url = urlsplit(call_with_id("get_file_content", made, sample("get_file_content.range")).headers["Location"])
    query = parse_qs(url.query)
    assert url.hostname == "bytes.s3.eu-central-1.amazonaws.com"
    assert url.path == f"/files/acme/{made.removeprefix('file-')}"
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["300"]
    assert query["response-content-type"] == ["application/octet-stream"]
    assert query["response-content-disposition"] == ["attachment; filename=\"evil.html\"; filename*=UTF-8''evil.html"]
    assert query["response-cache-control"] == ["no-store"]


def test_get_file_url_gives_the_address_as_json_for_as_long_as_asked() -> None:
    answer = call_with_id("get_file_url", create())
    assert parse_qs(urlsplit(answer.json["url"]).query)["X-Amz-Expires"] == ["600"]
    assert answer.json["expires_at"] > NOW


def test_authorize_lets_a_key_in_and_names_its_project(table: str) -> None:
    event = sample("authorize")
    secret = event["headers"]["Authorization"].removeprefix("Bearer ")
    key = ApiKey(id="key_1", project="acme", name="", digest=digest_of(secret), created_at=NOW)
    DynamoDBKeys(boto3.client("dynamodb"), table).add(key)
    verdict = invoke("authorize", event)
    assert verdict["context"] == {"project": "acme", "key_id": "key_1"}
    assert verdict["policyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": "execute-api:Invoke",
            "Resource": "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1/*",
        }
    ]


def test_authorize_denies_an_unknown_key_for_the_whole_stage() -> None:
    verdict = invoke("authorize", sample("authorize"))
    assert verdict["policyDocument"]["Statement"][0]["Effect"] == "Deny"
    assert "context" not in verdict


def test_every_answer_names_its_request_and_forbids_storing() -> None:
    answers = [call("create_file"), call("list_files"), call("get_file")]
    for answer in answers:
        assert answer.headers["x-request-id"] == sample("get_file")["requestContext"]["requestId"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("function", ["get_file", "delete_file", "get_file_content", "get_file_url"])
def test_another_projects_file_looks_like_one_that_never_was(function: str) -> None:
    made = create()
    foreign = call_with_id(function, made, as_project(sample(function), "globex"))
    unknown = call_with_id(function, made.replace(made[-1], "a" if made[-1] != "a" else "b"))
    assert foreign.status == unknown.status == 404
    assert foreign.error == {
        "message": f"No such File object: {made}",
        "type": "invalid_request_error",
        "param": "id",
        "code": None,
    }


def test_another_project_sees_an_empty_list() -> None:
    create()
    assert call("list_files", as_project(sample("list_files"), "globex")).json["data"] == []


def test_the_log_holds_the_allowed_fields_and_nothing_that_a_client_sent(caplog: pytest.LogCaptureFixture) -> None:
    plain = set(vars(logging.makeLogRecord({})))
    call("create_file", creation(b"secret content", name="secret name.txt"))
    (line,) = [vars(record) for record in caplog.records if record.name == "filegate"]
    assert "secret" not in str(line)
    assert set(line) - plain >= {"request_id", "route", "status", "project", "key_id", "milliseconds"}


def test_no_signed_url_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert call_with_id("get_file_url", create()).status == 200
    assert "X-Amz" not in str([vars(record) for record in caplog.records])
