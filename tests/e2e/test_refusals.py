"""What the API refuses over real HTTP, by its own functions and by API Gateway: always in the contract's shape."""

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from openai import OpenAI

from filegate.domain.projects import Quota
from tests.e2e.commands import filegate
from tests.e2e.conftest import Deployment

pytestmark = pytest.mark.stack

MIB = 1_048_576
UNKNOWN_ID = "file-01890a5dac96774bbcceb302099a8057"
UNKNOWN_KEY = "fg_000000000000000000000000000000003XyXwI"
MULTIPART = {"Content-Type": "multipart/form-data; boundary=limit"}
FORM = (
    b'--limit\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
    b'--limit\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n{}\r\n--limit--\r\n'
)

Send = Callable[[httpx2.Client], httpx2.Response]


@pytest.fixture
def http(client: OpenAI, deployment: Deployment) -> Iterator[httpx2.Client]:
    """A plain client with a key of a project that has no files."""
    with connect(deployment, client.api_key) as http:
        yield http


def connect(deployment: Deployment, key: str | None = None) -> httpx2.Client:
    headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
    return httpx2.Client(base_url=deployment.base_url, headers=headers, timeout=60)


def error_of(answer: httpx2.Response, status: int) -> Any:
    """The error, of an answer that has the status, the shape and the headers that every refusal has."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    assert answer.headers["x-request-id"]
    assert list(answer.json()) == ["error"]
    assert list(answer.json()["error"]) == ["message", "type", "param", "code"]
    return answer.json()["error"]


def form(size: int) -> dict[str, Any]:
    return {"files": {"file": ("large.bin", b"x" * size)}, "data": {"purpose": "batch"}}


def test_no_key(deployment: Deployment) -> None:
    with connect(deployment) as http:
        assert "API key" in error_of(http.get("/files"), 401)["message"]


@pytest.mark.parametrize("key", [UNKNOWN_KEY, "sk-not-of-ours", "fg_" + "x" * 5_000])
def test_a_key_that_opens_nothing(deployment: Deployment, key: str) -> None:
    with connect(deployment, key) as http:
        assert error_of(http.get("/files"), 401)["type"] == "invalid_request_error"


def test_a_revoked_key_reads_as_an_unknown_one(deployment: Deployment) -> None:
    project = deployment.new_project()
    made = filegate(deployment, "keys", "create", project)
    filegate(deployment, "keys", "revoke", project, made["id"])
    with connect(deployment, made["key"]) as revoked, connect(deployment, UNKNOWN_KEY) as unknown:
        assert error_of(revoked.get("/files"), 401) == error_of(unknown.get("/files"), 401)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/models"), ("PUT", "/files"), ("POST", f"/files/{UNKNOWN_ID}"), ("GET", "/files/a/b/c")],
)
def test_an_unknown_route(http: httpx2.Client, method: str, path: str) -> None:
    assert "Invalid URL" in error_of(http.request(method, path), 404)["message"]


def test_a_file_of_another_project_reads_as_an_unknown_one(deployment: Deployment, http: httpx2.Client) -> None:
    with deployment.client() as stranger:
        theirs = stranger.files.create(file=b"theirs", purpose="batch")
        for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/content"), ("GET", "/url")):
            foreign = http.request(method, f"/files/{theirs.id}{path}")
            unknown = http.request(method, f"/files/{UNKNOWN_ID}{path}")
            assert error_of(unknown, 404)["param"] == "id"
            assert foreign.text.replace(theirs.id, UNKNOWN_ID) == unknown.text
        assert stranger.files.content(theirs.id).read() == b"theirs"


REFUSED_UPLOADS: dict[str, tuple[Send, int, str | None]] = {
    "not multipart": (lambda http: http.post("/files", json={"purpose": "batch"}), 415, "Content-Type"),
    "cut short": (lambda http: http.post("/files", content=FORM[:-20], headers=MULTIPART), 400, "body"),
    "no parts": (lambda http: http.post("/files", content=b"nothing", headers=MULTIPART), 400, "body"),
    "no body": (lambda http: http.post("/files", headers=MULTIPART), 400, None),
    "no file": (lambda http: http.post("/files", files={"purpose": (None, "batch")}), 400, "file"),
    "no purpose": (lambda http: http.post("/files", files={"file": ("a.jsonl", b"{}")}), 400, "purpose"),
    "no bytes": (lambda http: http.post("/files", **form(0)), 400, "file"),
    "a path": (lambda http: http.post("/files", files={"file": ("../a", b"x"), "purpose": (None, "b")}), 400, "file"),
    "over 4 MiB": (lambda http: http.post("/files", **form(4 * MIB + 1)), 413, "file"),
    "over 4 MiB by far": (lambda http: http.post("/files", **form(9 * MIB)), 413, "file"),
    "compressed": (
        lambda http: http.post("/files", content=gzip.compress(FORM), headers=MULTIPART | {"Content-Encoding": "gzip"}),
        415,
        "Content-Encoding",
    ),
}


@pytest.mark.parametrize(("send", "status", "param"), REFUSED_UPLOADS.values(), ids=list(REFUSED_UPLOADS))
def test_an_upload_that_breaks_a_rule_leaves_nothing_behind(
    http: httpx2.Client, send: Send, status: int, param: str | None
) -> None:
    error = error_of(send(http), status)
    assert param in {None, error["param"]}
    listed = http.get("/files").json()
    assert (listed["data"], listed["total"]) == ([], 0)


def test_the_same_upload_is_taken_when_it_breaks_none(http: httpx2.Client) -> None:
    assert http.post("/files", content=FORM, headers=MULTIPART).status_code == 200


def test_too_large_a_file_is_told_the_way_out(http: httpx2.Client) -> None:
    assert "POST /v1/uploads" in error_of(http.post("/files", **form(4 * MIB + 1)), 413)["message"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=10001", "limit=ten", "order=newest", "after=nonsense", "offset=-1"]
)
def test_a_list_that_nobody_can_make(http: httpx2.Client, query: str) -> None:
    assert error_of(http.get(f"/files?{query}"), 400)["param"] == query.partition("=")[0]


def test_a_full_project(deployment: Deployment) -> None:
    key = deployment.new_key(deployment.new_project(Quota(files=0)))
    with connect(deployment, key) as http:
        assert error_of(http.post("/files", **form(1)), 403)["code"] == "quota_exceeded"
