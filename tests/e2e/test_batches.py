"""Batches with the stock SDK, a deployed stack and a provider that fails now and then."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import openai
import pytest
from openai.types import Batch

from local import providers
from local.ports import any_free
from local.upstream_process import UpstreamProcess
from tests.e2e.conftest import Deployment

CHAT = "/v1/chat/completions"
ENDED = {"completed", "failed", "expired", "cancelled"}
END_SECONDS = 120


@dataclass(frozen=True)
class Upstreams:
    """A stack whose batches go to different test providers by their model, as functions keep the list for minutes."""

    deployment: Deployment

    def client(self) -> openai.OpenAI:
        return self.deployment.client()


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, UpstreamProcess]]:
    options = {
        "unsteady": "--latency 0.01 --errors 0.05 --limits 0.02",
        "steady": "",
        "slow": "--latency 1",
        "still": "--latency 40",
    }
    started = {name: UpstreamProcess(tmp_path_factory.mktemp(name)) for name in options}
    for name, process in started.items():
        process.start(options[name].split())
    yield started
    for process in started.values():
        process.stop()


def connected(deployment: Deployment, processes: dict[str, UpstreamProcess]) -> Upstreams:
    listed = [
        {"name": name, "base_url": process.base_url, "key": "none", "models": [name]}
        for name, process in processes.items()
    ]
    down = {"name": "down", "base_url": f"http://127.0.0.1:{any_free()}/v1", "key": "none", "models": ["steady"]}
    providers.put(deployment.stack, [down, *listed])
    return Upstreams(deployment)


@pytest.fixture(scope="module")
def stack(deploy: Callable[..., Deployment], processes: dict[str, UpstreamProcess]) -> Upstreams:
    return connected(deploy(), processes)


def requests(count: int, model: str = "steady") -> bytes:
    return b"\n".join(
        json.dumps(
            {
                "custom_id": f"r{number}",
                "method": "POST",
                "url": CHAT,
                "body": {"model": model, "messages": [{"role": "user", "content": str(number)}]},
            }
        ).encode()
        for number in range(count)
    )


def created(client: openai.OpenAI, content: bytes) -> Batch:
    file = client.files.create(file=("in.jsonl", content), purpose="batch")
    return client.batches.create(input_file_id=file.id, endpoint=CHAT, completion_window="24h")


def ended(client: openai.OpenAI, batch: Batch, seconds: float = END_SECONDS) -> Batch:
    return until(client, batch, lambda found: found.status in ENDED, seconds)


def until(client: openai.OpenAI, batch: Batch, holds: Callable[[Batch], bool], seconds: float = END_SECONDS) -> Batch:
    deadline = time.monotonic() + seconds
    while not holds(found := client.batches.retrieve(batch.id)):
        assert time.monotonic() < deadline, found
        time.sleep(0.5)
    return found


def lines(client: openai.OpenAI, file_id: str | None) -> list[dict[str, Any]]:
    content = client.files.content(file_id).read() if file_id else b""
    return [json.loads(line) for line in content.splitlines()]


def answered(client: openai.OpenAI, batch: Batch) -> list[str]:
    both = lines(client, batch.output_file_id) + lines(client, batch.error_file_id)
    return sorted(line["custom_id"] for line in both)


def ids(count: int) -> list[str]:
    return sorted(f"r{number}" for number in range(count))


def test_every_line_is_answered_once_by_a_provider_that_fails_and_limits(stack: Upstreams) -> None:
    with stack.client() as client:
        batch = ended(client, created(client, requests(200, "unsteady")))
        assert batch.request_counts is not None
        assert (batch.status, batch.request_counts.total) == ("completed", 200)
        assert answered(client, batch) == ids(200)


def test_lines_go_to_the_second_provider_where_the_first_is_down(stack: Upstreams) -> None:
    with stack.client() as client:
        batch = ended(client, created(client, requests(20)))
        assert (batch.status, batch.error_file_id) == ("completed", None)
        assert answered(client, batch) == ids(20)


def test_the_files_of_a_batch_are_files_of_the_project(stack: Upstreams) -> None:
    with stack.client() as client:
        batch = ended(client, created(client, requests(3)))
        (file,) = client.files.list(purpose="batch_output").data
        assert (file.id, file.status) == (batch.output_file_id, "processed")


def test_a_cancelled_batch_keeps_what_was_answered(stack: Upstreams) -> None:
    with stack.client() as client:
        batch = created(client, requests(400, "slow"))
        until(client, batch, lambda found: bool(found.request_counts and found.request_counts.completed))
        assert client.batches.cancel(batch.id).status == "cancelling"
        found = ended(client, batch, 60)
        assert (found.status, answered(client, found)) == ("cancelled", ids(400))
        assert lines(client, found.output_file_id)
        assert {line["error"]["code"] for line in lines(client, found.error_file_id)} == {"batch_cancelled"}


def test_a_malformed_file_fails_its_batch_and_says_where(stack: Upstreams) -> None:
    with stack.client() as client:
        batch = ended(client, created(client, requests(2) + b"\n{nonsense"))
        assert batch.status == "failed"
        assert batch.errors is not None
        assert [(each.line, each.code) for each in batch.errors.data or []] == [(3, "invalid_json_line")]


def test_what_is_not_answered_in_the_window_expires(
    deploy: Callable[..., Deployment], processes: dict[str, UpstreamProcess]
) -> None:
    stack = connected(deploy(BatchWindowSeconds="60"), processes)
    with stack.client() as client:
        batch = ended(client, created(client, requests(40, "still")), 180)
        assert (batch.status, answered(client, batch)) == ("expired", ids(40))
        assert {line["error"]["code"] for line in lines(client, batch.error_file_id)} <= {"batch_expired"}
