"""Uploads in every contract: OpenAI's objects, the contract's own file within, and the contract's own errors."""

from typing import Any

import pytest
import requests

from filegate.domain.projects import Quota
from filegate.domain.uploads import MAX_JOINED_BYTES, MAX_UPLOAD_BYTES
from tests.conformance.api import Api
from tests.conformance.projects import key_of_a_new_project

INVALID = {"openai": 400, "ai-stats": 400, "maniac": 422}
TOO_LARGE = {"openai": 413, "ai-stats": 413, "maniac": 422}
UNSUPPORTED = {"openai": 415, "ai-stats": 415, "maniac": 422}
OF_AN_UPLOAD = ["/parts", "/part_urls", "/complete", "/cancel"]
GOOD = {"filename": "a.jsonl", "purpose": "batch", "bytes": 3, "mime_type": "application/jsonl"}


def body(below: str) -> Any:
    json = {"part_numbers": [1]} if below == "/part_urls" else {"part_ids": ["part_1"]}
    return {"files": {"data": ("upload", b"{}\n")}} if below == "/parts" else {"json": json}


def test_a_session_from_its_opening_to_its_file(api: Api) -> None:
    upload = api.open_upload()
    completed = api.complete(upload["id"], api.add_part(upload["id"])).json()
    assert (upload["status"], completed["status"]) == ("pending", "completed")
    assert api("GET", f"/files/{completed['file']['id']}").json() == completed["file"]


def test_a_session_of_presigned_parts_from_its_opening_to_its_file(api: Api) -> None:
    upload = api.open_upload()
    (address,) = api("POST", f"/uploads/{upload['id']}/part_urls", json={"part_numbers": [1]}).json()["data"]
    requests.put(address["url"], data=b"{}\n", timeout=5).raise_for_status()
    listed = api("GET", f"/uploads/{upload['id']}/parts").json()
    assert [each["id"] for each in listed["data"]] == [address["part_id"]]
    completed = api.complete(upload["id"], address["part_id"]).json()
    assert api("GET", f"/uploads/{upload['id']}").json() == completed
    assert api("GET", f"/files/{completed['file']['id']}/url").json()["bytes"] == 3


@pytest.mark.parametrize("part_numbers", [[0], [1, 1], [2], []])
def test_bad_part_numbers(api: Api, part_numbers: list[int]) -> None:
    answer = api("POST", f"/uploads/{api.open_upload()['id']}/part_urls", json={"part_numbers": part_numbers})
    assert answer.status_code == INVALID[api.contract]


def test_a_session_too_large_for_parts_through_the_api(api: Api) -> None:
    upload = api.open_upload(MAX_JOINED_BYTES + 1)["id"]
    refused = [api("POST", f"/uploads/{upload}{below}", **body(below)) for below in ("/parts", "/complete")]
    assert {answer.status_code for answer in refused} == {TOO_LARGE[api.contract]}


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
        (TOO_LARGE, {"json": GOOD | {"bytes": MAX_UPLOAD_BYTES + 1}}),
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
    refused = [api("POST", f"/uploads/{upload}{below}", **body(below)) for below in OF_AN_UPLOAD[:-1]]
    assert {answer.status_code for answer in refused} == {INVALID[api.contract]}


@pytest.mark.parametrize("upload_id", ["upload_01890a5dac96774bbcceb302099a8057", "garbage", "%2e%2e"])
def test_a_session_that_there_is_not(api: Api, upload_id: str) -> None:
    answers = [api("POST", f"/uploads/{upload_id}{below}", **body(below)) for below in OF_AN_UPLOAD]
    answers += [api("GET", f"/uploads/{upload_id}{below}") for below in ("", "/parts")]
    assert {answer.status_code for answer in answers} == {404}


def test_no_key(api: Api) -> None:
    assert api("POST", "/uploads", key="", json=GOOD).status_code == 401


def test_a_full_project(contract: str) -> None:
    full = Api(contract, key_of_a_new_project(Quota(files=0)))
    assert full("POST", "/uploads", json=GOOD).status_code == 403
