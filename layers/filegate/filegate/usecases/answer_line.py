"""Get a line answered: by the first provider that can, with patience for those that are too busy."""

from asyncio import Semaphore
from collections.abc import Sequence
from typing import Protocol

from filegate.domain.ports import Send
from filegate.domain.replies import TOO_MANY_REQUESTS, Attempt, Attempts, NoReply, Reply, Unanswered, WhyNot
from filegate.domain.upstreams import Provider

ROUNDS = 5
"""So often all providers are tried before a line is given up. Being told to wait does not count."""

LONG_WAIT = 20.0
"""Seconds. A longer wait is not sat out by a function that costs money meanwhile."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


class Outside(Protocol):
    """What answering needs beside the providers. `random` is from 0 to 1."""

    def now_ms(self) -> int: ...
    async def sleep(self, seconds: float, /) -> None: ...
    def random(self) -> float: ...


class LongWait(Exception):
    """Every provider that could answer wants to be left alone for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Switchboard:
    """Sends the lines of one chunk, and remembers which provider is to be left alone until when."""

    def __init__(self, providers: Sequence[Provider], endpoint: str, send: Send, to: Outside) -> None:
        self._send = send
        self._providers = providers
        self._endpoint = endpoint
        self._to = to
        self._slots = {provider.name: Semaphore(provider.concurrency) for provider in providers}
        self._free_at: dict[str, float] = {}
        self._refusals: dict[str, int] = {}

    async def answer(self, model: str, body: bytes) -> Reply | Unanswered:
        """The line's result. Raises LongWait, after which the line is still to be answered."""
        able = [provider for provider in self._providers if provider.serves(model, self._endpoint)]
        attempts = Attempts()
        if not able:
            return Unanswered(WhyNot.NO_PROVIDER, attempts)
        failed_rounds = 0
        while failed_rounds < ROUNDS:
            failures = attempts.count - attempts.waits
            for provider in able:
                if self._wait(provider) <= 0 and (reply := await self._try(provider, body, attempts)):
                    return reply
            if attempts.count - attempts.waits > failures:
                failed_rounds += 1
                if failed_rounds < ROUNDS:
                    await self._to.sleep(self._pause(failed_rounds))
            else:
                await self._sit_out(min(self._wait(provider) for provider in able))
        return Unanswered(WhyNot.PROVIDERS_FAILED, attempts)

    async def _try(self, provider: Provider, body: bytes, attempts: Attempts) -> Reply | None:
        """A final reply, or None with the failure among the attempts, but for being told to wait."""
        try:
            async with self._slots[provider.name]:
                reply = await self._send(provider, self._endpoint, body)
        except NoReply as failure:
            attempts.add(Attempt(provider.name, failure.status, failure.kind))
            return None
        if reply.status == TOO_MANY_REQUESTS:
            self._leave_alone(provider, reply)
        else:
            self._refusals.pop(provider.name, None)
        if reply.final:
            return reply
        attempts.add(Attempt(provider.name, reply.status, "status"), reply)
        return None

    def _leave_alone(self, provider: Provider, reply: Reply) -> None:
        """As long as it asks for; where it does not say, longer each time."""
        self._refusals[provider.name] = refusals = self._refusals.get(provider.name, 0) + 1
        seconds = reply.retry_after if reply.retry_after is not None else self._pause(refusals)
        free_at = self._to.now_ms() / 1000 + seconds
        self._free_at[provider.name] = max(self._free_at.get(provider.name, 0.0), free_at)

    def _wait(self, provider: Provider) -> float:
        return self._free_at.get(provider.name, 0.0) - self._to.now_ms() / 1000

    async def _sit_out(self, seconds: float) -> None:
        if seconds > LONG_WAIT:
            raise LongWait(seconds)
        # Not all of those that wait come back at the same moment.
        await self._to.sleep(max(seconds, 0.0) + self._to.random() * _FIRST_PAUSE)

    def _pause(self, times: int) -> float:
        """Full jitter, but never nothing."""
        most = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(times - 1, 16))
        return most * (0.1 + 0.9 * self._to.random())
