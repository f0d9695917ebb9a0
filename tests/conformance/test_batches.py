"""Batches in every contract: OpenAI's objects, with ids of files as the contract spells them, and its own errors."""

from typing import Any

import pytest

from tests.conformance.api import Api
from tests.conformance.projects import key_of_a_new_project

INVALID = {"openai": 400, "ai-stats": 400, "maniac": 422}
UNSUPPORTED = {"openai": 415, "ai-stats": 415, "maniac": 422}


def good(api: Api) -> dict[str, Any]:
    file_id = api.create()["id"]
    return {"input_file_id": file_id, "endpoint": "/v1/chat/completions", "completion_window": "24h"}


def test_a_batch_from_its_creation_to_its_cancellation(api: Api) -> None:
    batch = api.create_batch(metadata={"team": "größe"})
    assert (batch["status"], batch["metadata"]) == ("validating", {"team": "größe"})
    assert api("GET", f"/batches/{batch['id']}").json() == batch
    cancelled = api("POST", f"/batches/{batch['id']}/cancel").json()
    assert (cancelled["status"], cancelled["id"]) == ("cancelling", batch["id"])
    assert api("POST", f"/batches/{batch['id']}/cancel").json() == cancelled


def test_batches_are_listed_page_by_page(api: Api) -> None:
    own = Api(api.contract, key_of_a_new_project())
    ids = [own.create_batch()["id"] for _ in range(3)]
    first = own("GET", "/batches?limit=2").json()
    rest = own("GET", f"/batches?after={first['last_id']}").json()
    assert [each["id"] for each in first["data"] + rest["data"]] == ids[::-1]
    assert (first["has_more"], rest["has_more"]) == (True, False)


def test_a_list_of_none_is_empty(api: Api) -> None:
    page = Api(api.contract, key_of_a_new_project())("GET", "/batches").json()
    assert (page["data"], page["first_id"], page["has_more"]) == ([], None, False)


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "/v1/nothing"},
        {"completion_window": "1h"},
        {"metadata": {"a": 1}},
        {"metadata": {"": "a"}},
        {"metadata": {"a": "x" * 513}},
        {"metadata": {str(number): "" for number in range(17)}},
        {"output_expires_after": {"anchor": "created_at", "seconds": 1}},
        {"output_expires_after": {"anchor": "now", "seconds": 3600}},
        {"colour": "red"},
        {"input_file_id": 7},
    ],
)
def test_a_bad_batch(api: Api, change: dict[str, Any]) -> None:
    assert api("POST", "/batches", json=good(api) | change).status_code == INVALID[api.contract]


@pytest.mark.parametrize("missing", ["input_file_id", "endpoint", "completion_window"])
def test_a_batch_with_something_missing(api: Api, missing: str) -> None:
    body = {name: value for name, value in good(api).items() if name != missing}
    assert api("POST", "/batches", json=body).status_code == INVALID[api.contract]


def test_an_input_file_of_another_purpose(api: Api) -> None:
    file_id = api.create(purpose=(None, "evals"))["id"]
    assert api("POST", "/batches", json=good(api) | {"input_file_id": file_id}).status_code == INVALID[api.contract]


def test_an_unknown_input_file(api: Api) -> None:
    body = good(api) | {"input_file_id": "file-00000000000070008000000000000000"}
    assert api("POST", "/batches", json=body).status_code == 404


def test_the_input_file_of_another_project(api: Api) -> None:
    other = Api(api.contract, key_of_a_new_project())
    assert other("POST", "/batches", json=good(api)).status_code == 404


def test_a_form_is_no_batch(api: Api) -> None:
    assert api("POST", "/batches", data=good(api)).status_code == UNSUPPORTED[api.contract]


@pytest.mark.parametrize("route", [("GET", ""), ("POST", "/cancel")])
def test_an_unknown_batch_and_one_of_another_project(api: Api, route: tuple[str, str]) -> None:
    method, below = route
    other = Api(api.contract, key_of_a_new_project())
    for batch_id in ("batch_00000000000070008000000000000000", "nonsense", api.create_batch()["id"]):
        assert other(method, f"/batches/{batch_id}{below}").status_code == 404


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "after=nonsense", "limit=1&limit=2"])
def test_a_bad_list(api: Api, query: str) -> None:
    assert api("GET", f"/batches?{query}").status_code == INVALID[api.contract]


def test_the_same_idempotency_key_makes_no_second_batch(api: Api) -> None:
    body, key = good(api), {"Idempotency-Key": f"key-{api.create()['id']}"}
    first = api("POST", "/batches", json=body, headers=key).json()
    assert api("POST", "/batches", json=body, headers=key).json() == first
    assert api("POST", "/batches", json=body | {"metadata": {"a": "b"}}, headers=key).status_code == 409
