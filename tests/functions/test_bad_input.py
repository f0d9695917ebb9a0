"""Bad input, as a client sends it: a 4xx in the contract's shape that names the field; nothing stored or counted."""

from collections.abc import Iterator

import boto3
import pytest

from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.projects import Project, Quota
from tests.builders import NOW
from tests.functions.calls import (
    ANCHOR,
    LIFETIME,
    as_project,
    call,
    call_with_id,
    call_with_query,
    creation,
    sample,
    with_body,
)

pytestmark = pytest.mark.usefixtures("deployed")

NAMELESS = b'--limit\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--limit--\r\n'
NO_FILE = b'--limit\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n--limit--\r\n'
WITH_PURPOSE = b'--limit\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
NO_PURPOSE = b'--limit\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n--limit--\r\n'


@pytest.fixture
def nothing_kept(table: str, bucket: str) -> Iterator[None]:
    """After the test, neither a record nor a byte nor a version of one is there, and nothing is counted."""
    yield
    items = boto3.client("dynamodb").scan(TableName=table)["Items"]
    assert not [item for item in items if item["SK"]["S"][:2] in {"F#", "T#"}]
    assert all(item["file_count"]["N"] == "0" for item in items if item["SK"]["S"] == "USAGE")
    versions = boto3.client("s3").list_object_versions(Bucket=bucket)
    assert not versions.get("Versions", []) + versions.get("DeleteMarkers", [])


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize(
    ("event", "status", "param"),
    [
        (with_body(NO_FILE), 400, "file"),
        (with_body(NO_PURPOSE), 400, "purpose"),
        (with_body(WITH_PURPOSE + NAMELESS), 400, "file"),
        (creation(purpose="no such purpose"), 400, "purpose"),
        (creation(b""), 400, "file"),
        (creation(name=""), 400, "file"),
        (creation(name="../../etc/passwd"), 400, "file"),
        (creation(name="a%0D%0Ab"), 400, "file"),
        (creation(name="n" * 256), 400, "file"),
        (creation(colour="red"), 400, "colour"),
        (creation(file="twice"), 400, "file"),
        (creation(**{ANCHOR: "created_at"}), 400, "expires_after[seconds]"),
        (creation(**{LIFETIME: "3600"}), 400, "expires_after[anchor]"),
        (
            creation(**{ANCHOR: "created_at", LIFETIME: "3599"}),
            400,
            "expires_after[seconds]",
        ),
        (creation(bytes(4_194_305)), 413, "file"),
        (with_body(b"--limit\r\ntruncated"), 400, "body"),
        (with_body(b"{}", "application/json"), 415, "Content-Type"),
        (with_body(b"{}", "multipart/form-data"), 400, "Content-Type"),
    ],
    ids=lambda value: None if isinstance(value, dict) else str(value),
)
def test_a_bad_creation_is_refused_by_field(event: dict[str, object], status: int, param: str) -> None:
    answer = call("create_file", event)
    assert (answer.status, answer.error["param"]) == (status, param)
    assert set(answer.error) == {"message", "type", "param", "code"}
    assert answer.error["type"] == "invalid_request_error"


@pytest.mark.usefixtures("nothing_kept")
def test_an_encoded_body_is_refused() -> None:
    event = creation()
    event["headers"]["Content-Encoding"] = "gzip"
    answer = call("create_file", event)
    assert (answer.status, answer.error["param"]) == (415, "Content-Encoding")


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("quota", [Quota(size=2), Quota(files=0)])
def test_a_file_over_the_quota_is_refused_and_leaves_no_byte(table: str, quota: Quota) -> None:
    DynamoDBProjects(boto3.client("dynamodb"), table).add(Project("small", created_at=NOW), quota)
    answer = call("create_file", as_project(creation(b"123"), "small"))
    assert (answer.status, answer.error["code"], answer.error["param"]) == (403, "quota_exceeded", "file")


def test_a_purpose_that_the_deployment_does_not_allow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_PURPOSES", "batch,evals")
    answer = call("create_file", creation(purpose="vision"))
    assert answer.error["message"] == "'vision' is not one of ['batch', 'evals'] - 'purpose'"


@pytest.mark.parametrize(
    ("name", "value"),
    [("limit", "0"), ("limit", "10001"), ("limit", "x"), ("order", "up"), ("after", "garbage"), ("offset", "-1")],
)
def test_a_bad_list_parameter_is_refused_by_name(name: str, value: str) -> None:
    answer = call_with_query("list_files", **{name: value})
    assert (answer.status, answer.error["param"]) == (400, name)


def test_a_list_parameter_given_twice_is_refused_by_name() -> None:
    answer = call("list_files", sample("list_files") | {"multiValueQueryStringParameters": {"limit": ["1", "2"]}})
    assert (answer.status, answer.error["param"]) == (400, "limit")


def test_a_bad_expiry_of_an_url_is_refused_by_name() -> None:
    answer = call_with_query("get_file_url", expiry="forever")
    assert (answer.status, answer.error["param"]) == (400, "expiry")


@pytest.mark.parametrize("function", ["get_file", "delete_file", "get_file_content", "get_file_url"])
@pytest.mark.parametrize("spelling", ["garbage", "file-123", "%2e%2e", "file-" + "0" * 32, "x" * 5000])
def test_a_malformed_id_is_an_unknown_one(function: str, spelling: str) -> None:
    answer = call_with_id(function, spelling)
    assert (answer.status, answer.error["param"]) == (404, "id")
