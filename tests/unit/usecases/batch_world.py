"""Everything around a batch, in memory: its file, its providers as functions, and a clock that sleeping moves."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from filegate.adapters.json_texts import parse, write
from filegate.contracts import contract_named
from filegate.contracts.batch_lines import words_of
from filegate.domain.batch_files import BatchLimits
from filegate.domain.batches import Batch
from filegate.domain.errors import StorageUnavailable
from filegate.domain.ports import Send
from filegate.domain.replies import Reply
from filegate.domain.upstreams import Provider
from filegate.usecases.create_batch import NewBatch, create_batch
from filegate.usecases.finish_batch import finish_batch
from filegate.usecases.plan_batch import plan_batch
from filegate.usecases.run_chunk import Progress, Task, run_chunk
from filegate.usecases.send_lines import Rhythm
from tests.builders import NOW, a_file, an_id, unavailable
from tests.fakes.batches import InMemoryBatches
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.chunks import InMemoryChunks
from tests.fakes.files import InMemoryFiles

CHAT = "/v1/chat/completions"
WINDOW = 86_400
Answer = Callable[[str, dict[str, Any]], Awaitable[Reply]]


def request(custom_id: str, **fields: Any) -> bytes:
    body = {"model": "m", "messages": [{"role": "user", "content": custom_id}]}
    return json.dumps({"custom_id": custom_id, "method": "POST", "url": CHAT, "body": body} | fields).encode()


def requests(count: int) -> bytes:
    return b"\n".join(request(f"r{number}") for number in range(count))


def provider(name: str = "first", **fields: Any) -> Provider:
    return Provider(**({"name": name, "base_url": f"https://{name}.test/v1", "key": "k", "concurrency": 4} | fields))


def reply(status: int = 200, **fields: Any) -> Reply:
    return Reply(status, json.dumps({"said": status}).encode(), "req_1", **fields)


class World:
    """`asked` has (provider, custom_id) for each request that was sent."""

    def __init__(self, content: bytes = b"", answer: Answer | None = None) -> None:
        self.files = InMemoryFiles()
        self.blobs = InMemoryBlobs()
        self.batches = InMemoryBatches(self.files)
        self.chunks = InMemoryChunks()
        self.batch_limits = BatchLimits(lines=50_000, size=10_000_000, line_bytes=100_000)
        self.parse_json, self.write_json = parse, write
        self.listed: Sequence[Provider] = [provider()]
        self.asked: list[tuple[str, str]] = []
        self.started: list[str] = []
        self.starting_fails = False
        self.slept: list[float] = []
        self.now = NOW * 1000
        self.answer = answer
        self.words = words_of(contract_named("openai"))
        self.input = a_file(content)
        self.files.add(self.input)
        self.blobs.put(self.input, content)

    executions = property(lambda self: self)
    upstreams = property(lambda self: self)

    def start(self, batch: Batch, name: str) -> None:
        if self.starting_fails:
            raise unavailable("StartExecution", "states")
        self.started.append(name)

    def providers(self) -> Sequence[Provider]:
        return self.listed

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Send]:
        yield self.send

    async def send(self, to: Provider, endpoint: str, body: bytes) -> Reply:
        asked = json.loads(body)
        self.asked.append((to.name, asked["messages"][0]["content"]))
        return await self.answer(to.name, asked) if self.answer else reply()

    def now_ms(self) -> int:
        return self.now

    def new_id(self, unix_ms: int) -> str:
        return an_id(unix_ms // 1000)

    def random(self) -> float:
        return 0.5

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += int(seconds * 1000)
        await asyncio.sleep(0)

    def created(self, **fields: Any) -> Batch:
        new = NewBatch(**({"input_file_id": f"file-{self.input.id}", "endpoint": CHAT} | fields))
        return create_batch(new, "acme", None, WINDOW, self)

    def planned(self) -> Batch:
        batch = self.created()
        plan_batch("acme", batch.id, self)
        return self.current(batch)

    def run(self, batch: Batch, number: int = 0, seconds: float = 600, look: float = 0.01) -> Progress:
        rhythm = Rhythm(look=look, grace=0.0)
        return run_chunk(Task("acme", batch.id, number), int(self.now + seconds * 1000), self.words, self, rhythm)

    def finished(self, batch: Batch) -> Batch:
        finish_batch("acme", batch.id, self.words, self)
        return self.current(batch)

    def done(self) -> Batch:
        batch = self.planned()
        for number in range(batch.chunks):
            assert self.run(batch, number).done
        return self.finished(batch)

    def current(self, batch: Batch) -> Batch:
        return self.batches.records["acme", batch.id]

    def lines(self, file_id: str | None) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.chunks.files.get(file_id or "", b"").splitlines()]

    def ids(self, batch: Batch) -> list[str]:
        """The custom_ids of both files, sorted as they were made."""
        both = self.lines(batch.output_id) + self.lines(batch.error_id)
        return sorted((line["custom_id"] for line in both), key=lambda each: int(each[1:]))


__all__ = ["StorageUnavailable", "World", "provider", "reply", "request", "requests"]
