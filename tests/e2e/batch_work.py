"""Making batches with the stock SDK, waiting for them, and reading what came of them."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import openai
from openai.types import Batch

CHAT = "/v1/chat/completions"
ENDED = {"completed", "failed", "expired", "cancelled"}
END_SECONDS = 300
LOOK_SECONDS = 0.5

Line = dict[str, Any]


def requests(count: int, model: str, bad: int = 0) -> bytes:
    """The first `bad` lines are such that every provider refuses them."""
    return b"\n".join(_request(number, model, bad=number < bad) for number in range(count))


def _request(number: int, model: str, *, bad: bool) -> bytes:
    messages = [] if bad else [{"role": "user", "content": f"content {number}"}]
    body = {"model": model, "messages": messages}
    return json.dumps({"custom_id": f"r{number}", "method": "POST", "url": CHAT, "body": body}).encode()


def created(client: openai.OpenAI, content: bytes) -> Batch:
    file = client.files.create(file=("in.jsonl", content), purpose="batch")
    return client.batches.create(input_file_id=file.id, endpoint=CHAT, completion_window="24h")


def until(client: openai.OpenAI, batch: Batch, holds: Callable[[Batch], bool], seconds: float = END_SECONDS) -> Batch:
    deadline = time.monotonic() + seconds
    while not holds(found := client.batches.retrieve(batch.id)):
        assert time.monotonic() < deadline, found
        time.sleep(LOOK_SECONDS)
    return found


def ended(client: openai.OpenAI, batch: Batch, seconds: float = END_SECONDS) -> Batch:
    return until(client, batch, lambda found: found.status in ENDED, seconds)


def answered(batch: Batch) -> int:
    return batch.request_counts.completed if batch.request_counts else 0


def output(client: openai.OpenAI, batch: Batch) -> list[Line]:
    return list(_lines(client, batch.output_file_id))


def errors(client: openai.OpenAI, batch: Batch) -> list[Line]:
    return list(_lines(client, batch.error_file_id))


def codes(lines: list[Line]) -> set[str]:
    return {line["error"]["code"] for line in lines}


def told(client: openai.OpenAI, batch: Batch) -> Counter[str]:
    """How often each custom_id is answered, in both files together."""
    return Counter(line["custom_id"] for line in output(client, batch) + errors(client, batch))


def once(count: int) -> Counter[str]:
    return Counter(f"r{number}" for number in range(count))


def _lines(client: openai.OpenAI, file_id: str | None) -> Iterator[Line]:
    content = client.files.content(file_id).read() if file_id else b""
    return map(json.loads, content.splitlines())
