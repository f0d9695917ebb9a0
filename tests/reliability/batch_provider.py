"""A provider in this process, which counts what it is asked and notices what it was not to be asked any more."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse

from filegate.adapters.http_upstreams import HttpUpstreams
from filegate.bootstrap import Services
from filegate.domain.ports import Send
from filegate.domain.replies import NoReply, Reply
from filegate.domain.upstreams import Provider
from filegate.usecases.send_lines import Rhythm
from tests.reliability.clock import Clock
from tests.reliability.stores import versions
from tests.reliability.whole_world import AtOnce
from tests.reliability.wire import Call, Onward, wired

CHAT = "/v1/chat/completions"
AT_ONCE = 2
CHUNK_LINES = 2
PIECE_BYTES = 400
"""Of results: what is more is joined in pieces. A line has about 200."""

PATIENCE = {"limited": 7.0, "long-limited": 300.0}


class CountingProvider:
    """Answers by how the custom_id ends. `asked` counts, `again` has what was asked when it had its result.

    It is a layer of the wire, too, from which it knows which batch is worked on: whoever does, looks at it first.
    """

    def __init__(self) -> None:
        self.asked: Counter[tuple[str, str]] = Counter()
        self.again: list[str] = []
        self._batch = ""

    def __call__(self, call: Call, onward: Onward) -> AWSResponse:
        if call.operation == "GetItem" and call.json["Key"]["SK"]["S"].startswith("B#"):
            self._batch = call.json["Key"]["SK"]["S"].removeprefix("B#")
        return onward()

    async def send(self, _: Provider, __: str, body: bytes) -> Reply:
        line, batch = json.loads(body)["user"], self._batch
        self.asked[batch, line] += 1
        if line in stored_lines(batch):
            self.again.append(f"{batch} {line}")
        # Others come in between, as they would while the answer is waited for.
        await asyncio.sleep(0)
        return _answer(line.partition(":")[2], body, first=self.asked[batch, line] == 1)


def _answer(kind: str, body: bytes, *, first: bool) -> Reply:
    if kind == "unreachable" and first:
        raise NoReply("unreachable")
    if kind in PATIENCE and first:
        return Reply(429, b"{}", "", retry_after=PATIENCE[kind])
    if kind == "broken":
        return Reply(500, b"{}", "req_1")
    return Reply(400 if kind == "refused" else 200, body, "req_1")


def line(custom_id: str) -> dict[str, Any]:
    return {"custom_id": custom_id, "method": "POST", "url": CHAT, "body": {"model": "m", "user": custom_id}}


def stored_lines(batch: str) -> set[str]:
    """The custom_ids of the results of that batch that are stored."""
    stored = [each.content or b"" for each in versions() if f"/{batch}/segments/" in each.key]
    return {json.loads(each)["custom_id"] for content in stored for each in content.splitlines()}


def list_provider() -> None:
    listed = [{"name": "p", "base_url": "https://p.test/v1", "key": "k", "concurrency": AT_ONCE}]
    boto3.client("secretsmanager").create_secret(Name="providers", SecretString=json.dumps(listed))


@contextmanager
def sending_to(provider: CountingProvider, clock: Clock, look: float = 0.0) -> Iterator[None]:
    """Chunks are small, each look is due at once, and whatever threads would do is done in one, in one order."""

    @asynccontextmanager
    async def connected(_: object) -> AsyncIterator[Send]:
        yield provider.send

    async def sleep(seconds: float) -> None:
        clock.advance(seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HttpUpstreams, "connected", connected)
        patch.setattr(Services, "sleep", staticmethod(sleep))
        patch.setattr(Services, "random", staticmethod(clock.random.random))
        patch.setattr(asyncio, "to_thread", _at_once)
        patch.setattr("filegate.usecases.run_chunk.Rhythm", lambda: Rhythm(look=look, grace=0.0))
        patch.setattr("filegate.domain.chunks.CHUNK_LINES", CHUNK_LINES)
        # The list of providers is asked for in each invocation, as if each had a process of its own.
        patch.setattr("filegate.adapters.secrets_providers.KEPT_SECONDS", 0)
        patch.setattr("filegate.adapters.s3_chunks.PIECE_BYTES", PIECE_BYTES)
        patch.setattr("filegate.adapters.s3_chunks.ThreadPoolExecutor", AtOnce)
        patch.setattr("filegate.usecases.chunk_work.ThreadPoolExecutor", AtOnce)
        with wired(provider):
            yield


async def _at_once(what: Callable[[], Any]) -> Any:
    return what()
