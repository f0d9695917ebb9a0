"""Every error that a client can bring about, in each contract's own status and shape, which `api` has checked."""

from typing import Any

import httpx2
import pytest
from botocore.client import BaseClient

from filegate.domain.projects import Quota
from tests.conformance.api import Api
from tests.conformance.projects import key_of_a_new_project

INVALID = {"openai": 400, "ai-stats": 400, "maniac": 422}
TOO_LARGE = {"openai": 413, "ai-stats": 413, "maniac": 422}
UNSUPPORTED = {"openai": 415, "ai-stats": 415, "maniac": 422}
OF_A_FILE = [("GET", ""), ("DELETE", ""), ("GET", "/content"), ("GET", "/url")]
KEYED = [("POST", "/files"), ("GET", "/files"), *((method, f"/files/unknown{below}") for method, below in OF_A_FILE)]
UNKNOWN_ROUTES = [("GET", "/models"), ("PUT", "/files"), ("POST", "/docs"), ("GET", "/files/")]
BAD_QUERIES = [
    "limit=0",
    "limit=10001",
    "limit=ten",
    "order=up",
    "after=garbage",
    "offset=-1",
    "purpose=no%20such",
    "limit=1&limit=1",
]
UNKNOWN_KEY = "fg_000000000000000000000000000000003XyXwI"
FORM = {"file": ("a.jsonl", b"{}"), "purpose": (None, "batch")}
MULTIPART = {"Content-Type": "multipart/form-data; boundary=limit"}

BAD_CREATIONS: dict[str, tuple[dict[str, int], dict[str, Any]]] = {
    "no file": (INVALID, {"files": {"purpose": (None, "batch")}}),
    "no purpose": (INVALID, {"files": {"file": ("a", b"x")}}),
    "no file name": (INVALID, {"files": {"file": (None, b"x"), "purpose": (None, "batch")}}),
    "an empty file": (INVALID, {"files": FORM | {"file": ("a", b"")}}),
    "a path for a name": (INVALID, {"files": FORM | {"file": ("../a", b"x")}}),
    "a long name": (INVALID, {"files": FORM | {"file": ("n" * 256, b"x")}}),
    "a bad purpose": (INVALID, {"files": FORM | {"purpose": (None, "no such")}}),
    "an unknown field": (INVALID, {"files": FORM | {"colour": (None, "red")}}),
    "a field twice": (INVALID, {"files": [*FORM.items(), ("purpose", (None, "batch"))]}),
    "half of an expiry": (INVALID, {"files": FORM | {"expires_after[seconds]": (None, "3600")}}),
    "an expiry too short": (
        INVALID,
        {"files": FORM | {"expires_after[anchor]": (None, "created_at"), "expires_after[seconds]": (None, "1")}},
    ),
    "a body cut short": (INVALID, {"content": b"--limit\r\ncut", "headers": MULTIPART}),
    "no body": (INVALID, {"headers": MULTIPART}),
    "no boundary": (INVALID, {"content": b"{}", "headers": {"Content-Type": "multipart/form-data"}}),
    "a long Idempotency-Key": (INVALID, {"files": FORM, "headers": {"Idempotency-Key": "k" * 256}}),
    "a file over 4 MiB": (TOO_LARGE, {"files": FORM | {"file": ("a", bytes(4_194_305))}}),
    "a file that Lambda cannot take": (TOO_LARGE, {"files": FORM | {"file": ("a", bytes(5_242_880))}}),
    "a file that API Gateway cannot take": (TOO_LARGE, {"files": FORM | {"file": ("a", bytes(10_485_761))}}),
    "JSON": (UNSUPPORTED, {"json": {"purpose": "batch"}}),
    "an encoded body": (UNSUPPORTED, {"content": b"", "headers": MULTIPART | {"Content-Encoding": "gzip"}}),
}


def location(answer: httpx2.Response) -> list[str]:
    found: list[str] = answer.json()["detail"][0]["loc"]
    return found


@pytest.mark.parametrize(("statuses", "given"), BAD_CREATIONS.values(), ids=list(BAD_CREATIONS))
def test_a_bad_creation(api: Api, statuses: dict[str, int], given: dict[str, Any]) -> None:
    assert api("POST", "/files", **given).status_code == statuses[api.contract]
    assert api("GET", "/files").json()["total"] == 0


@pytest.mark.parametrize("query", BAD_QUERIES)
def test_a_bad_list(api: Api, query: str) -> None:
    answer = api("GET", f"/files?{query}")
    assert answer.status_code == INVALID[api.contract]
    if api.contract == "maniac":
        assert location(answer) == ["query", query.partition("=")[0]]


def test_a_page_longer_than_the_contract_has(api: Api) -> None:
    assert api("GET", "/files?limit=1001").status_code == {"maniac": 422}.get(api.contract, 200)


def test_a_bad_life_of_an_address(api: Api) -> None:
    assert api("GET", f"/files/{api.create()['id']}/url?expiry=3601").status_code == INVALID[api.contract]


@pytest.mark.parametrize("contract", ["maniac"], indirect=True)
def test_invalid_input_says_where_it_is(api: Api) -> None:
    assert location(api("POST", "/files", files={"purpose": (None, "batch")})) == ["body", "file"]
    assert location(api("POST", "/files", json={})) == ["header", "content-type"]


@pytest.mark.parametrize("file_id", ["file-01890a5dac96774bbcceb302099a8057", "garbage", "x" * 3000, "%2e%2e", "%00"])
def test_a_file_that_there_is_not(api: Api, file_id: str) -> None:
    assert {api(method, f"/files/{file_id}{below}").status_code for method, below in OF_A_FILE} == {404}


def test_a_file_that_was_deleted(api: Api) -> None:
    file = api.create()["id"]
    api("DELETE", f"/files/{file}")
    assert {api(method, f"/files/{file}{below}").status_code for method, below in OF_A_FILE} == {404}


@pytest.mark.parametrize("key", ["", UNKNOWN_KEY, "sk-not-of-ours"])
def test_no_key_and_a_wrong_key(api: Api, key: str) -> None:
    assert {api(method, path, key=key).status_code for method, path in KEYED} == {401}


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/models"), ("PUT", "/files"), ("POST", "/docs"), ("GET", "/files/")]
)
def test_a_route_that_there_is_not(api: Api, method: str, path: str) -> None:
    assert api(method, path).status_code == 404


def test_a_full_project(contract: str) -> None:
    full = Api(contract, key_of_a_new_project(Quota(files=0)))
    assert full("POST", "/files", files=FORM).status_code == 403


def test_an_idempotency_key_of_another_request(api: Api) -> None:
    headers = {"Idempotency-Key": "k"}
    api("POST", "/files", files=FORM, headers=headers)
    answer = api("POST", "/files", files=FORM | {"purpose": (None, "evals")}, headers=headers)
    assert (answer.status_code, answer.headers["x-should-retry"]) == (409, "false")


def test_an_idempotency_key_of_a_request_that_is_still_running(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    real, again = BaseClient._make_api_call, []
    given: Any = {"files": FORM, "headers": {"Idempotency-Key": "k"}}

    def send_again_meanwhile(client: BaseClient, name: str, parameters: Any) -> Any:
        if name == "PutObject":
            again.append(api("POST", "/files", **given))
        return real(client, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", send_again_meanwhile)
    api("POST", "/files", **given)
    assert [(answer.status_code, answer.headers["x-should-retry"]) for answer in again] == [(409, "true")]


def test_too_many_requests(contract: str) -> None:
    api = Api(contract, key_of_a_new_project(requests_per_minute=1))
    api("GET", "/files")
    # Should a minute begin in between, one more passes.
    statuses = [api(method, path).status_code for method, path in KEYED]
    assert statuses.count(429) >= len(KEYED) - 1
