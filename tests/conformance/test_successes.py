"""Every route, when all is well. `api` has checked each answer against the contract before these sentences do."""

from typing import Any
from uuid import UUID

import pytest

from filegate.contracts import contract_named
from tests.conformance.api import Api

EIGHT = ["id", "object", "bytes", "created_at", "filename", "purpose", "status", "status_details"]
LIFETIME = {"expires_after[anchor]": (None, "created_at"), "expires_after[seconds]": (None, "3600")}
RATES = {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"}

only_maniac = pytest.mark.parametrize("contract", ["maniac"], indirect=True)
only_openais = pytest.mark.parametrize("contract", ["openai", "ai-stats"], indirect=True)


def spellings(file_id: str) -> list[str]:
    digits = UUID(file_id.removeprefix("file-"))
    return [f"file-{digits.hex}", str(digits)]


def test_a_creation_has_the_status_of_the_contract(api: Api) -> None:
    answer = api("POST", "/files", files={"file": ("ü.txt", b"x"), "purpose": (None, "evals")} | LIFETIME)
    assert answer.status_code == {"openai": 200, "ai-stats": 200, "maniac": 201}[api.contract]


@only_maniac
def test_a_file_has_exactly_eight_keys_and_a_canonical_uuid(api: Api) -> None:
    file = api.create(**LIFETIME)
    assert list(file) == EIGHT
    assert file["id"] == str(UUID(file["id"]))


@only_openais
def test_a_file_that_ends_says_when(api: Api) -> None:
    file = api.create(**LIFETIME)
    assert file["expires_at"] == file["created_at"] + 3600


def test_a_file_is_found_under_either_spelling_of_its_id(api: Api) -> None:
    file = api.create()
    assert [api("GET", f"/files/{spelling}").json() for spelling in spellings(file["id"])] == [file, file]


def test_an_empty_list(api: Api) -> None:
    listed = api("GET", "/files").json()
    assert (listed["data"], listed["total"]) == ([], 0)


@only_maniac
def test_a_list_has_exactly_three_keys(api: Api) -> None:
    file = api.create()
    assert api("GET", "/files").json() == {"object": "list", "data": [file], "total": 1}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("limit=2", [2, 1]),
        ("order=asc&limit=1", [0]),
        ("offset=1", [1, 0]),
        ("after={1}", [0]),
        ("purpose=batch", [2, 1, 0]),
        ("purpose=vision", []),
        ("colour=red", [2, 1, 0]),
    ],
)
def test_a_list_pages_both_ways_in_every_contract(api: Api, query: str, shown: list[int]) -> None:
    made = [api.create()["id"] for _ in range(3)]
    listed = api("GET", f"/files?{query.format(*made)}").json()
    assert [file["id"] for file in listed["data"]] == [made[number] for number in shown]


def test_the_longest_page_of_the_contract_may_be_asked_for(api: Api) -> None:
    assert api("GET", f"/files?limit={contract_named(api.contract).list_limits.most}").status_code == 200


def test_a_deleted_file_is_deleted(api: Api) -> None:
    file = api.create()
    assert api("DELETE", f"/files/{file['id']}").json() == {"id": file["id"], "object": "file", "deleted": True}


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.txt", "a.bin"])
def test_the_content_of_a_small_file_comes_as_it_was_sent(api: Api, name: str) -> None:
    answer = api("GET", f"/files/{api.create(b'{broken', name)['id']}/content")
    assert (answer.status_code, answer.content) == (200, b"{broken")


@pytest.mark.parametrize(("content", "headers"), [(b"x" * 1_048_577, {}), (b"x", {"Range": "bytes=0-"})])
def test_the_content_of_a_large_file_and_any_range_of_one_is_elsewhere(
    api: Api, content: bytes, headers: dict[str, str]
) -> None:
    answer = api("GET", f"/files/{api.create(content)['id']}/content", headers=headers)
    assert (answer.status_code, answer.headers["location"][:8]) == (302, "https://")


def test_the_address_of_a_file(api: Api) -> None:
    assert api("GET", f"/files/{api.create()['id']}/url?expiry=60").status_code == 200


def test_a_repeated_creation_is_answered_alike(api: Api) -> None:
    given: Any = {"files": {"file": ("a", b"x"), "purpose": (None, "batch")}, "headers": {"Idempotency-Key": "k"}}
    first, second = api("POST", "/files", **given), api("POST", "/files", **given)
    assert (first.status_code, first.json()) == (second.status_code, second.json())


def test_the_document_and_its_page_need_no_key(api: Api) -> None:
    assert api("GET", "/openapi.json", key="").json() == api.document
    assert api("GET", "/docs", key="").status_code == 200


def test_every_answer_to_a_key_tells_its_limit(api: Api) -> None:
    file = api.create()["id"]
    paths = ["/files", f"/files/{file}", f"/files/{file}/content", f"/files/{file}/url", "/files/unknown"]
    assert all(set(api("GET", path).headers) >= RATES for path in paths)
