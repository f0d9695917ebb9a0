"""Send the lines of a chunk, many at once, with an eye on the batch and on the time.

Every few seconds what was answered is put away, the hold on the chunk is renewed, and the runner hears whether the
batch still goes on. What is put away is never sent again. Lines under way when the work has to stop get a little time
to end.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from filegate.domain.chunks import MAX_SEGMENT_BYTES
from filegate.domain.errors import StorageUnavailable
from filegate.domain.ports import WriteJson
from filegate.usecases.answer_line import LongWait, Switchboard
from filegate.usecases.chunk_work import ChunkWork, Line


class Outside(Protocol):
    """What sending needs beside the switchboard."""

    @property
    def write_json(self) -> WriteJson: ...
    def now_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds: between two looks at the batch, and for lines under way when the work stops."""

    look: float = 5.0
    grace: float = 10.0


class LineSending:
    """`pause` is for how many seconds the providers want to be left alone, where that ended the work."""

    def __init__(self, work: ChunkWork, switchboard: Switchboard, to: Outside, rhythm: Rhythm) -> None:
        self.pause = 0.0
        self._work = work
        self._switchboard = switchboard
        self._to = to
        self._rhythm = rhythm
        self._storing = asyncio.Lock()
        self._stopped_at: int | None = None

    async def run(self, width: int, until_ms: int) -> None:
        """Answer the lines, `width` at once, until none is left, or the batch stops, or the time is up.

        All that was answered is saved then, also where this raises, if it can be.
        """
        workers = {asyncio.create_task(self._worker()) for _ in range(min(width, len(self._work.left)))}
        try:
            while workers and not self._grace_is_over():
                done, workers = await asyncio.wait(workers, timeout=self._rhythm.look)
                for worker in done:
                    worker.result()
                if workers:
                    await self._look(until_ms)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            with suppress(StorageUnavailable):
                await self._save()
        await self._save()

    async def _worker(self) -> None:
        while self._work.left and self._stopped_at is None:
            line = self._work.left.popleft()
            try:
                await self._answer(line)
            except LongWait as wait:
                self._work.left.append(line)
                self.pause = wait.seconds
                self._stop()
            except asyncio.CancelledError:
                self._work.left.append(line)
                raise
            if self._work.recorded_bytes >= MAX_SEGMENT_BYTES:
                await self._save()

    async def _answer(self, line: Line) -> None:
        body = self._to.write_json(line.body)
        self._work.record(line, await self._switchboard.answer(str(line.body.get("model", "")), body))

    async def _look(self, until_ms: int) -> None:
        await self._save()
        await self._store(self._work.keep_hold)
        if not self._work.goes_on or self._to.now_ms() >= until_ms:
            self._stop()

    async def _save(self) -> None:
        # Sealed here and not in the thread, where a result might come in just then.
        self._work.seal()
        await self._store(self._work.save)

    async def _store(self, what: Callable[[], None]) -> None:
        """One at a time, and beside the lines that are under way."""
        async with self._storing:
            await asyncio.to_thread(what)

    def _stop(self) -> None:
        if self._stopped_at is None:
            self._stopped_at = self._to.now_ms()

    def _grace_is_over(self) -> bool:
        return self._stopped_at is not None and self._to.now_ms() >= self._stopped_at + self._rhythm.grace * 1000
