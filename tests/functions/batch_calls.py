"""Batches through the handlers of their functions, one step after another, with a provider in this process."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import pytest

from filegate.adapters import http_upstreams
from filegate.domain.ports import Send
from filegate.domain.replies import Reply
from filegate.domain.upstreams import Provider
from tests.functions.calls import Read, call, create, sample
from tests.functions.upload_calls import Context, json_event

CHAT = "/v1/chat/completions"


def answer_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that answers everything, but refuses what has the custom_id `bad`."""

    def providers(_: object) -> Sequence[Provider]:
        return [Provider(name="p", base_url="https://p.test/v1", key="k")]

    async def send(_: Provider, __: str, body: bytes) -> Reply:
        return Reply(400 if b"bad" in body else 200, body, "req_1")

    @asynccontextmanager
    async def connected(_: object) -> AsyncIterator[Send]:
        yield send

    monkeypatch.setattr(http_upstreams.HttpUpstreams, "providers", providers)
    monkeypatch.setattr(http_upstreams.HttpUpstreams, "connected", connected)


def requests(*ids: str) -> bytes:
    lines = [{"custom_id": each, "method": "POST", "url": CHAT, "body": {"model": "m", "user": each}} for each in ids]
    return b"\n".join(json.dumps(line).encode() for line in lines)


def created(content: bytes, **fields: Any) -> Read:
    body = {"input_file_id": create(content), "endpoint": CHAT, "completion_window": "24h"} | fields
    return call("create_batch", json_event("create_batch", body))


def step(function: str, event: dict[str, Any]) -> Any:
    return import_module(f"functions.{function}.app").handler(event, Context(900_000))


def of_batch(function: str, batch_id: str) -> Read:
    return call(function, sample(function) | {"pathParameters": {"batch_id": batch_id}})


def with_results(batch_id: str) -> dict[str, Any]:
    """The input of `finish_batch`, when all chunks have theirs."""
    planned: dict[str, Any] = step("plan_batch", {"project": "acme", "batch": batch_id.removeprefix("batch_")})
    for chunk in planned["chunks"]:
        given = {"project": planned["project"], "batch": planned["batch"], "chunk": chunk}
        assert step("run_chunk", given)["done"]
    return planned


def executed(batch_id: str) -> dict[str, Any]:
    """What the state machine makes of it, and the batch afterwards."""
    step("finish_batch", with_results(batch_id))
    batch: dict[str, Any] = of_batch("get_batch", batch_id).json
    return batch
