"""The official OpenAI SDK over the functions in this process, with S3 (moto) where redirects lead."""

import secrets
from collections.abc import Callable, Iterator

import httpx2
import pytest
import requests
from openai import DefaultHttpxClient, OpenAI

from filegate.bootstrap import services
from filegate.domain.projects import Quota
from filegate.usecases.create_key import NewKey, create_key
from filegate.usecases.create_project import create_project
from tests.lambda_transport import BASE_URL, LambdaTransport


class S3Transport(httpx2.BaseTransport):
    """Passes requests on to moto's S3 and remembers them."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = requests.request(request.method, str(request.url), headers=dict(request.headers), timeout=10)
        return httpx2.Response(answer.status_code, headers=dict(answer.headers), content=answer.content)


@pytest.fixture
def s3() -> S3Transport:
    return S3Transport()


@pytest.fixture
def key(deployed: None) -> str:
    """A key of the project acme."""
    return new_key("acme")


@pytest.fixture
def connect(deployed: None, s3: S3Transport) -> Iterator[Callable[[str], OpenAI]]:
    """Makes an SDK client that sends the given key."""
    http = DefaultHttpxClient(transport=LambdaTransport(), mounts={"https://bytes.s3.eu-central-1.amazonaws.com": s3})
    with http:
        yield lambda key: OpenAI(api_key=key, base_url=BASE_URL, http_client=http, max_retries=0)


@pytest.fixture
def sdk(connect: Callable[[str], OpenAI], key: str) -> OpenAI:
    return connect(key)


@pytest.fixture
def stranger(connect: Callable[[str], OpenAI]) -> OpenAI:
    """A client of another project."""
    to = services()
    create_project("globex", Quota(), projects=to.projects, now_ms=to.now_ms)
    return connect(new_key("globex"))


def new_key(project: str) -> str:
    to = services()
    _, secret = create_key(
        NewKey(project, "compat"), keys=to.keys, now_ms=to.now_ms, new_id=to.new_id, random_bits=secrets.randbits
    )
    return secret
