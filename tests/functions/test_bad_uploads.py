"""Bad requests about uploads: a 4xx that names the field, and no session."""

import json
from typing import Any

import boto3
import pytest

from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.projects import Project, Quota
from tests.builders import NOW
from tests.functions.calls import Event, as_project, call, sample, with_body
from tests.functions.upload_calls import JSON, OF_AN_UPLOAD, json_event, of_upload, on, opened, part_event

pytestmark = pytest.mark.usefixtures("deployed")

MOST = 10_000 * 5 * 1_073_741_824
"""Parts that S3 joins, of the bytes that it takes."""
GOOD = {"filename": "a.jsonl", "purpose": "batch", "bytes": 3, "mime_type": "application/jsonl"}
A_LIFE = {"anchor": "created_at", "seconds": 3600}


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


@pytest.mark.parametrize(
    ("body", "status", "param", "code"),
    [
        *((without(name), 400, name, "missing_required_parameter") for name in GOOD),
        (GOOD | {"colour": "red"}, 400, "colour", "unknown_parameter"),
        *((GOOD | {name: None}, 400, name, None) for name in GOOD),
        *((GOOD | {name: 7}, 400, name, None) for name in ("filename", "purpose", "mime_type", "expires_after")),
        *((GOOD | {"bytes": size}, 400, "bytes", None) for size in ("3", 3.0, True, 0, -1)),
        (GOOD | {"bytes": MOST + 1}, 413, "bytes", "file_too_large"),
        (GOOD | {"bytes": 10**300}, 413, "bytes", "file_too_large"),
        *((GOOD | {"filename": name}, 400, "filename", None) for name in ("../a", "a\nb", "n" * 256)),
        (GOOD | {"purpose": "no such"}, 400, "purpose", None),
        *((GOOD | {"mime_type": text}, 400, "mime_type", None) for text in ("", "x" * 256)),
        *(
            (
                GOOD | {"expires_after": {"anchor": "created_at", "seconds": seconds}},
                400,
                "expires_after[seconds]",
                None,
            )
            for seconds in ("3600", 3599, 2_592_001, 3600.5)
        ),
        (GOOD | {"expires_after": A_LIFE | {"anchor": "now"}}, 400, "expires_after[anchor]", None),
        (GOOD | {"expires_after": {}}, 400, "expires_after[anchor]", "missing_required_parameter"),
        (GOOD | {"expires_after": A_LIFE | {"x": 1}}, 400, "expires_after[x]", "unknown_parameter"),
        ([], 400, "body", None),
        ("text", 400, "body", None),
    ],
)
def test_a_bad_session_is_refused_by_field(body: Any, status: int, param: str, code: str | None) -> None:
    answer = call("create_upload", json_event("create_upload", body))
    assert (answer.status, answer.error["param"], answer.error["code"]) == (status, param, code)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'\xef\xbb\xbf{"bytes":3}',
        b'{"bytes":NaN}',
        b'{"bytes":-Infinity}',
        b'{"filename":"\\ud800"}',
        b'{"\\ud800":1}',
        b'{"bytes":' + b"9" * 5000 + b"}",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        json.dumps(GOOD | {"mime_type": "x" * 1_048_576}).encode(),
    ],
    ids=range(12),
)
def test_a_body_that_is_no_sane_json_is_refused(body: bytes) -> None:
    answer = call("create_upload", on("create_upload", with_body(body, JSON)))
    assert (answer.status, answer.error["param"]) == (400, "body")


def test_a_field_given_twice_is_refused_by_its_name() -> None:
    answer = call("create_upload", on("create_upload", with_body(b'{"bytes":3,"bytes":4}', JSON)))
    assert (answer.status, answer.error["param"]) == (400, "bytes")


def test_the_limit_of_an_upload_is_told() -> None:
    answer = call("create_upload", json_event("create_upload", GOOD | {"bytes": MOST + 1}))
    assert "50000 GiB" in answer.error["message"]


def test_exactly_the_limit_is_taken() -> None:
    assert call("create_upload", json_event("create_upload", GOOD | {"bytes": MOST})).status == 200


@pytest.mark.parametrize("function", ["create_upload", "complete_upload", "create_part_urls"])
def test_another_media_type_and_an_encoded_body_are_refused(function: str) -> None:
    plain = on(function, with_body(b"{}", "text/plain"))
    encoded = on(function, with_body(b"{}", JSON))
    encoded["headers"]["Content-Encoding"] = "gzip"
    answers = [call(function, event) for event in (plain, encoded)]
    assert [(answer.status, answer.error["param"]) for answer in answers] == [
        (415, "Content-Type"),
        (415, "Content-Encoding"),
    ]


def test_a_charset_beside_the_media_type_is_fine() -> None:
    event = on("create_upload", with_body(json.dumps(GOOD).encode(), "Application/JSON; charset=utf-8"))
    assert call("create_upload", event).status == 200


@pytest.mark.parametrize("quota", [Quota(size=2), Quota(files=0)])
def test_a_session_over_the_quota_is_refused(table: str, quota: Quota) -> None:
    DynamoDBProjects(boto3.client("dynamodb"), table).add(Project("small", created_at=NOW), quota)
    answer = call("create_upload", as_project(json_event("create_upload", GOOD), "small"))
    assert (answer.status, answer.error["code"]) == (403, "quota_exceeded")


NO_DATA = on("add_upload_part", with_body(b"--limit--\r\n"))


@pytest.mark.parametrize(
    ("event", "status", "param"),
    [
        (part_event(b""), 400, "data"),
        (part_event(bytes(4_194_305)), 413, "data"),
        (part_event(bytes(4_300_000)), 413, "data"),
        (part_event(b"abc", "file"), 400, "file"),
        (NO_DATA, 400, "data"),
        (on("add_upload_part", with_body(b"--limit\r\ntruncated")), 400, "body"),
        (on("add_upload_part", with_body(b"{}", JSON)), 415, "Content-Type"),
    ],
    ids=range(7),
)
def test_a_bad_part_is_refused_by_field(event: Event, status: int, param: str) -> None:
    answer = call("add_upload_part", of_upload(event, opened(3)))
    assert (answer.status, answer.error["param"]) == (status, param)


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "part_ids"),
        ({"part_ids": []}, "part_ids"),
        ({"part_ids": "part_1"}, "part_ids"),
        ({"part_ids": ["part_1"] * 10_001}, "part_ids"),
        ({"part_ids": ["part_1", 2]}, "part_ids[1]"),
        ({"part_ids": ["part_1"], "md5": 5}, "md5"),
        ({"part_ids": ["part_1"], "md5": "x" * 32}, "md5"),
        ({"part_ids": ["part_1"], "md5": "0" * 31}, "md5"),
        ({"part_ids": ["part_1"], "sha256": "0"}, "sha256"),
    ],
)
def test_a_bad_completion_is_refused_by_field(body: Any, param: str) -> None:
    answer = call("complete_upload", of_upload(json_event("complete_upload", body), opened(3)))
    assert (answer.status, answer.error["param"]) == (400, param)


@pytest.mark.parametrize("spelling", ["garbage", "upload_123", "%2e%2e", "upload_" + "0" * 32, "x" * 5000])
@pytest.mark.parametrize("function", OF_AN_UPLOAD)
def test_a_malformed_id_is_an_unknown_one(function: str, spelling: str) -> None:
    answer = call(function, of_upload(sample(function), spelling))
    assert (answer.status, answer.error["param"]) == (404, "upload_id")


def test_cancel_takes_any_body() -> None:
    event = on("cancel_upload", with_body(b"{not json", JSON))
    assert call("cancel_upload", of_upload(event, opened(3))).json["status"] == "cancelled"


def test_an_expiry_of_null_is_none() -> None:
    answer = call("create_upload", json_event("create_upload", GOOD | {"expires_after": None}))
    assert (answer.status, answer.json["status"]) == (200, "pending")
