"""Do a chunk of a batch, or go on with it: once it has a result, there is nothing more to do."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from filegate.domain.errors import StorageUnavailable
from filegate.domain.ports import LineWords, Upstreams, WriteJson
from filegate.domain.upstreams import Provider
from filegate.usecases.answer_line import Switchboard
from filegate.usecases.chunk_work import ChunkWork, take_chunk
from filegate.usecases.chunk_work import Stores as ChunkStores
from filegate.usecases.send_lines import LineSending, Rhythm

BUSY_PAUSE = 10.0
"""Seconds until the next look at a chunk that another runner holds."""

LONGEST_PAUSE = 30.0
"""Seconds. Whoever cancels a batch waits for it, so it is not long."""


class Stores(ChunkStores, Protocol):
    """What doing a chunk needs. `random` is from 0 to 1."""

    @property
    def upstreams(self) -> Upstreams: ...
    @property
    def write_json(self) -> WriteJson: ...
    def random(self) -> float: ...
    async def sleep(self, seconds: float, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Task:
    """Which chunk it is."""

    project: str
    batch_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Whether the chunk has its result; if not, it is to be run again after `pause` seconds."""

    done: bool
    pause: float = 0.0


def run_chunk(task: Task, until_ms: int, words: LineWords, to: Stores, rhythm: Rhythm | None = None) -> Progress:
    """Work on the chunk up to that moment. May be repeated, and be done twice at once.

    Raises StorageUnavailable; what was stored by then is not sent again.
    """
    batch = to.batches.get(task.project, task.batch_id)
    if batch is None or batch.ended or to.chunks.result(batch, task.number):
        return Progress(done=True)
    work = take_chunk(batch, task.number, words, to)
    if work is None:
        return Progress(done=False, pause=BUSY_PAUSE)
    try:
        pause = asyncio.run(_sent(work, until_ms, to, rhythm or Rhythm())) if work.left and work.goes_on else 0.0
        return _ended(work, pause)
    except BaseException:
        # Whoever tries again need not wait for the hold to run out.
        with suppress(StorageUnavailable):
            work.keep_hold(seconds=0)
        raise


async def _sent(work: ChunkWork, until_ms: int, to: Stores, rhythm: Rhythm) -> float:
    providers = to.upstreams.providers()
    async with to.upstreams.connected() as send:
        sending = LineSending(work, Switchboard(providers, _endpoint(work), send, to), to, rhythm)
        await sending.run(_width(providers), until_ms)
    return min(sending.pause, LONGEST_PAUSE)


def _ended(work: ChunkWork, pause: float) -> Progress:
    if work.batch is None:
        return Progress(done=False, pause=BUSY_PAUSE)
    if not work.goes_on:
        work.leave_out()
        work.save()
    if work.left:
        work.keep_hold(seconds=0)
        return Progress(done=False, pause=pause)
    work.finish()
    return Progress(done=True)


def _endpoint(work: ChunkWork) -> str:
    if work.batch is None:
        raise LookupError("the chunk is another runner's")
    return work.batch.endpoint


def _width(providers: Sequence[Provider]) -> int:
    return max((provider.concurrency for provider in providers), default=1)
