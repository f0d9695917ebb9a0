"""The test provider to which the local stack's batches are sent."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local import providers
from local.upstream.answers import answer
from local.upstream_process import UpstreamProcess

CHAT = {"model": "m", "messages": [{"role": "user", "content": "good day"}]}


class Secret:
    """The local stack, as far as its secret goes."""

    endpoint = ""

    def __init__(self, *names: str) -> None:
        self.outputs = {"ProvidersSecret": "providers"}
        self.value = json.dumps([{"name": name} for name in names])

    def get_secret_value(self, **_: str) -> dict[str, str]:
        return {"SecretString": self.value}

    def put_secret_value(self, **given: str) -> None:
        self.value = given["SecretString"]


@pytest.fixture
def process(tmp_path: Path) -> Iterator[UpstreamProcess]:
    process = UpstreamProcess(tmp_path)
    yield process
    process.stop()


def status(base_url: str, body: dict[str, Any]) -> int:
    request = urllib.request.Request(f"{base_url}/chat/completions", json.dumps(body).encode())  # noqa: S310 - ours.
    try:
        with urllib.request.urlopen(request, timeout=10) as answered:  # noqa: S310 - ours.
            return int(answered.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_it_repeats_what_it_is_asked() -> None:
    code, said = answer("/chat/completions", CHAT)
    assert (code, said["choices"][0]["message"]["content"]) == (200, "You said: good day")
    assert said["usage"] == {"prompt_tokens": 2, "completion_tokens": 4, "total_tokens": 6}


@pytest.mark.parametrize(
    ("endpoint", "body", "code"),
    [
        ("/chat/completions", {"model": "m"}, 400),
        ("/embeddings", {"model": "m"}, 400),
        ("/embeddings", {"input": "a"}, 400),
        ("/moderations", {"input": "a"}, 404),
    ],
)
def test_it_refuses_as_a_provider_does(endpoint: str, body: dict[str, Any], code: int) -> None:
    assert answer(endpoint, body)[0] == code


@pytest.mark.enable_socket
def test_it_is_another_one_at_the_same_address_after_each_start(process: UpstreamProcess) -> None:
    process.start()
    first = process.base_url
    assert status(first, CHAT) == 200
    process.start(["--errors", "1"])
    assert (process.base_url, status(first, CHAT)) == (first, 500)
    assert process.stop()
    assert not process.is_running()


@pytest.mark.enable_socket
def test_it_limits_the_rate(process: UpstreamProcess) -> None:
    process.start(["--per-second", "2", "--latency", "0"])
    assert [status(process.base_url, CHAT) for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("names", [(), ("test-provider",)])
def test_a_new_stack_and_one_that_has_it_get_its_address(
    monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    stack: Any = Secret(*names)
    monkeypatch.setattr(providers.aws, "secretsmanager", lambda _: stack)
    providers.use_test_provider(stack, "http://127.0.0.1:1/v1")
    assert json.loads(stack.value) == [{"name": "test-provider", "base_url": "http://127.0.0.1:1/v1", "key": "none"}]


def test_providers_that_somebody_has_chosen_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    stack: Any = Secret("test-provider", "openai")
    monkeypatch.setattr(providers.aws, "secretsmanager", lambda _: stack)
    providers.use_test_provider(stack, "http://127.0.0.1:1/v1")
    assert [each["name"] for each in json.loads(stack.value)] == ["test-provider", "openai"]
