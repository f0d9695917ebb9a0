"""Addresses of S3 that the API gives out: each opens one thing in one way for a while, and is written down nowhere."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
import pytest

from tests.e2e.access_things import Tenant, tenant
from tests.e2e.account import Account
from tests.e2e.conftest import Deployment

pytestmark = pytest.mark.stack

CONTENT, PART = b'"content"\n', b"{}"
REFUSED = {400, 403}
"""S3 says 400 where the query is no signature any more, and for a session token that it does not know."""
SECONDS = 2
PATIENCE_SECONDS = 20
OTHER_METHODS = {"download": ("HEAD", "PUT", "POST", "DELETE"), "part": ("GET", "HEAD", "POST", "DELETE")}
Record = Callable[[str, object], None]
Addresses = dict[str, str]


@pytest.fixture(scope="module")
def of(deployment: Deployment) -> Iterator[Tenant]:
    made = tenant(deployment)
    with made.http:
        yield made


def a_file(of: Tenant, content: bytes = CONTENT) -> str:
    form: Any = {"file": ("a.jsonl", content), "purpose": (None, "evals")}
    return str(of.http.post("/files", files=form).raise_for_status().json()["id"])


def download(of: Tenant, file_id: str, **query: int) -> str:
    return str(of.http.get(f"/files/{file_id}/url", params=query).raise_for_status().json()["url"])


def part(of: Tenant, upload: str) -> str:
    answer = of.http.post(f"{upload}/part_urls", json={"part_numbers": [1]}).raise_for_status()
    return str(answer.json()["data"][0]["url"])


@pytest.fixture(scope="module")
def addresses(of: Tenant) -> Addresses:
    return {"download": download(of, a_file(of)), "part": part(of, of.session())}


@pytest.fixture(scope="module")
def s3() -> Iterator[httpx2.Client]:
    """A client with no key."""
    with httpx2.Client(timeout=60) as client:
        yield client


def followed(s3: httpx2.Client, kind: str, url: str, content: Any = PART) -> int:
    """The status of what the address is for."""
    return (s3.get(url) if kind == "download" else s3.put(url, content=content)).status_code


def tampered(url: str) -> Iterator[tuple[str, str]]:
    """What was done, and the address: each parameter changed, emptied and left out, one more, and another object."""
    split = urlsplit(url)
    query = parse_qsl(split.query)
    for at, (name, value) in enumerate(query):
        other = value[:-1] + ("1" if value.endswith("0") else "0")
        for what, changed in (("changed", [(name, other)]), ("emptied", [(name, "")]), ("left out", [])):
            yield f"{name} {what}", split._replace(query=urlencode(query[:at] + changed + query[at + 1 :])).geturl()
    yield "one more", split._replace(query=urlencode([*query, ("versionId", "null")])).geturl()
    yield "another object", split._replace(path=split.path[:-1] + ("1" if split.path.endswith("0") else "0")).geturl()
    yield "another bucket", split._replace(path=re.sub("^/[^/]+", "/filegate-artifacts", split.path)).geturl()
    yield "no signature", split._replace(query="").geturl()


@pytest.mark.parametrize("kind", OTHER_METHODS)
def test_an_address_that_was_tampered_with_opens_nothing(
    s3: httpx2.Client, addresses: Addresses, kind: str, record_property: Record
) -> None:
    answers = {what: followed(s3, kind, url) for what, url in tampered(addresses[kind])}
    record_property("access cases", len(answers))
    assert {what: status for what, status in answers.items() if status not in REFUSED} == {}
    assert followed(s3, kind, addresses[kind]) == 200


@pytest.mark.parametrize("kind", OTHER_METHODS)
def test_an_address_is_for_one_method(
    s3: httpx2.Client, addresses: Addresses, kind: str, record_property: Record
) -> None:
    answers = {method: s3.request(method, addresses[kind]).status_code for method in OTHER_METHODS[kind]}
    record_property("access cases", len(answers))
    assert answers == dict.fromkeys(OTHER_METHODS[kind], 403)
    assert followed(s3, kind, addresses[kind]) == 200


def test_an_address_of_one_file_opens_no_other_of_the_same_project(
    s3: httpx2.Client, of: Tenant, addresses: Addresses
) -> None:
    mine, other = urlsplit(addresses["download"]), urlsplit(download(of, a_file(of)))
    assert followed(s3, "download", mine._replace(path=other.path).geturl()) == 403
    assert followed(s3, "download", mine._replace(query=other.query).geturl()) == 403


def test_an_address_of_a_part_takes_no_other_length_and_is_for_no_other_upload(
    s3: httpx2.Client, of: Tenant, addresses: Addresses
) -> None:
    for content in (b"", b"{", b"{}}", iter([b"{}"])):
        assert followed(s3, "part", addresses["part"], content=content) == 403
    mine, other = urlsplit(addresses["part"]), urlsplit(part(of, of.session()))
    assert followed(s3, "part", mine._replace(path=other.path).geturl()) == 403
    assert followed(s3, "part", mine._replace(query=other.query).geturl()) == 403


def test_an_address_of_a_part_changes_nothing_once_the_upload_is_completed(s3: httpx2.Client, of: Tenant) -> None:
    upload = of.session()
    (given,) = of.http.post(f"{upload}/part_urls", json={"part_numbers": [1]}).json()["data"]
    assert followed(s3, "part", given["url"]) == 200
    done = of.http.post(f"{upload}/complete", json={"part_ids": [given["part_id"]]}).raise_for_status().json()
    assert followed(s3, "part", given["url"], content=b"[]") == 404
    assert of.http.get(f"/files/{done['file']['id']}/content").content == PART


def test_an_address_ends_with_its_time(s3: httpx2.Client, of: Tenant) -> None:
    upload = of.session()
    of.ends(f"U#{upload[-32:]}", SECONDS)
    ending = {"part": part(of, upload), "download": download(of, a_file(of), expiry=SECONDS)}
    assert {kind: followed(s3, kind, url) for kind, url in ending.items()} == {"part": 200, "download": 200}
    deadline = time.monotonic() + PATIENCE_SECONDS
    while {followed(s3, kind, url) for kind, url in ending.items()} != {403}:
        assert time.monotonic() < deadline, "it is still open"
        time.sleep(0.2)


def test_no_log_has_a_key_or_anything_of_an_address(deployment: Deployment, of: Tenant) -> None:
    since = time.time()
    file_id = a_file(of)
    given = [download(of, file_id), part(of, of.session())]
    redirect = of.http.get(f"/files/{file_id}/content", headers={"Range": "bytes=0-0"}).headers["location"]
    signed = [dict(parse_qsl(urlsplit(url).query)) for url in (*given, redirect)]
    names = ("X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Credential")
    secrets = {of.key, "X-Amz-", *(query[name].partition("/")[0] for query in signed for name in names)}
    lines = Account(deployment).lines(since, of_each=("CreateFile", "GetFileUrl", "GetFileContent", "CreatePartUrls"))
    assert [line for line in lines for secret in secrets if secret in line] == []
