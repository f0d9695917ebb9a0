"""Uploads in every contract: OpenAI's objects, the contract's own file within, and the contract's own errors."""

from typing import Any

import pytest

from filegate.domain.projects import Quota
from tests.conformance.api import Api
from tests.conformance.projects import key_of_a_new_project

INVALID = {"openai": 400, "ai-stats": 400, "maniac": 422}
TOO_LARGE = {"openai": 413, "ai-stats": 413, "maniac": 422}
UNSUPPORTED = {"openai": 415, "ai-stats": 415, "maniac": 422}
OF_AN_UPLOAD = ["/parts", "/complete", "/cancel"]
GOOD = {"filename": "a.jsonl", "purpose": "batch", "bytes": 3, "mime_type": "application/jsonl"}


def body(below: str) -> Any:
    return {"files": {"data": ("upload", b"{}\n")}} if below == "/parts" else {"json": {"part_ids": ["part_1"]}}


def test_a_session_from_its_opening_to_its_file(api: Api) -> None:
    upload = api.open_upload()
    completed = api.complete(upload["id"], api.add_part(upload["id"])).json()
    assert (upload["status"], completed["status"]) == ("pending", "completed")
    assert api("GET", f"/files/{completed['file']['id']}").json() == completed["file"]


def test_a_session_is_cancelled_with_an_empty_body(api: Api) -> None:
    upload = api.open_upload()
    answer = api("POST", f"/uploads/{upload['id']}/cancel")
    assert (answer.status_code, answer.json()) == (200, upload | {"status": "cancelled"})


@pytest.mark.parametrize(
    ("statuses", "given"),
    [
        (INVALID, {"json": GOOD | {"purpose": "no such"}}),
        (INVALID, {"json": {"purpose": "batch"}}),
        (INVALID, {"json": []}),
        (INVALID, {"json": GOOD | {"colour": "red"}}),
        (INVALID, {"json": GOOD | {"expires_after": {"anchor": "created_at", "seconds": 1}}}),
        (TOO_LARGE, {"json": GOOD | {"bytes": 1_073_741_825}}),
        (UNSUPPORTED, {"data": GOOD}),
    ],
)
def test_a_bad_session(api: Api, statuses: dict[str, int], given: dict[str, Any]) -> None:
    assert api("POST", "/uploads", **given).status_code == statuses[api.contract]


@pytest.mark.parametrize(
    ("statuses", "given"),
    [
        (INVALID, {"files": {"data": ("upload", b"")}}),
        (INVALID, {"files": {"file": ("upload", b"x")}}),
        (TOO_LARGE, {"files": {"data": ("upload", bytes(4_194_305))}}),
        (TOO_LARGE, {"files": {"data": ("upload", bytes(10_485_761))}}),
        (UNSUPPORTED, {"json": {}}),
    ],
)
def test_a_bad_part(api: Api, statuses: dict[str, int], given: dict[str, Any]) -> None:
    answer = api("POST", f"/uploads/{api.open_upload()['id']}/parts", **given)
    assert answer.status_code == statuses[api.contract]


def test_a_bad_completion(api: Api) -> None:
    upload = api.open_upload(size=4)["id"]
    part = api.add_part(upload)
    refused = [api.complete(upload, *part_ids) for part_ids in ([part], [part, part], [part, "part_1"], [])]
    assert {answer.status_code for answer in refused} == {INVALID[api.contract]}


def test_a_session_that_has_ended(api: Api) -> None:
    upload = api.open_upload()["id"]
    api("POST", f"/uploads/{upload}/cancel")
    refused = [api("POST", f"/uploads/{upload}{below}", **body(below)) for below in ("/parts", "/complete")]
    assert {answer.status_code for answer in refused} == {INVALID[api.contract]}


@pytest.mark.parametrize("upload_id", ["upload_01890a5dac96774bbcceb302099a8057", "garbage", "%2e%2e"])
def test_a_session_that_there_is_not(api: Api, upload_id: str) -> None:
    answers = [api("POST", f"/uploads/{upload_id}{below}", **body(below)) for below in OF_AN_UPLOAD]
    assert {answer.status_code for answer in answers} == {404}


def test_no_key(api: Api) -> None:
    assert api("POST", "/uploads", key="", json=GOOD).status_code == 401


def test_a_full_project(contract: str) -> None:
    full = Api(contract, key_of_a_new_project(Quota(files=0)))
    assert full("POST", "/uploads", json=GOOD).status_code == 403
