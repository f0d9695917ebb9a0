"""The event world with every function that events start, behind the rules, queues and filters of template.yaml."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

import pytest

from tests.reliability.account import Account, Outcome
from tests.reliability.event_world import EventWorld
from tests.reliability.mischief import ORDERLY, Mischief
from tests.reliability.patterns import rule, source_filter
from tests.reliability.queues import Queue
from tests.reliability.streams import Stream

ROUND_SECONDS = 1800
ROUNDS = 9
"""Until every session has expired, whatever is nobody's is an hour old, and every lost drop was asked for again."""


class WholeWorld(EventWorld):
    def __init__(self, account: Account, seed: int, mischief: Mischief) -> None:
        super().__init__(account, seed, mischief)
        self.on_event(rule("CheckRule"), Queue("check", "check_file", batch=1))
        self.on_event(rule("DropRule"), Queue("ingest", "ingest_object", batch=25))
        # What the sweep asks for comes past the rule, in the same queue.
        self.on_event(lambda event: event["source"] == "filegate" and "object" in event["detail"], self.queues[-1][1])
        self.on_write(Stream("publish_events", source_filter("StreamToFunction"), batch=100))
        self.on_write(Stream("reap_files", source_filter("ReapFilesStream"), batch=25))

    def dust_settles(self) -> list[Outcome]:
        """Nothing dies any more and no event is lost, but those that were lost or given up do not come again.

        How that ended of what time starts which should not have failed.
        """
        self.run()
        self.mischief = ORDERLY
        failed: list[Outcome] = []
        for number in range(ROUNDS):
            # Longer each time, as sweep_drops asks again at doubled ages, and objects may be some days old.
            self.account.clock.advance(ROUND_SECONDS * 2**number)
            failed += [outcome for outcome in self.all_that_time_starts() if outcome.status != 200]
            self.run()
        return failed


class AtOnce(Executor):
    """Whatever is submitted is done before anything else, so that a seed repeats its run."""

    def __init__(self, _most: int) -> None:
        pass

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - as a pool does; the process that dies here has to be told, too.
            future.set_exception(error)
        return future


@contextmanager
def no_threads() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in ("usecases.ingest_drops", "usecases.redrive_drops", "adapters.s3_parts", "adapters.s3_copies"):
            patch.setattr(f"filegate.{module}.ThreadPoolExecutor", AtOnce)
        yield
