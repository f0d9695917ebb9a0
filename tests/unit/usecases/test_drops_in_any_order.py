"""Events that come twice, late, in any order or not at all, and stores that fail: after the sweep all is well."""

from random import Random
from typing import Any

import pytest

from filegate.domain.drops import Drop
from filegate.domain.projects import Quota
from tests.builders import unavailable
from tests.unit.usecases.drop_store import DropStore

KEYS = [f"{project}/batch/{name}" for project in ("acme", "globex", "nobody") for name in ("a", "b", "c/d", "e")]
OBJECTS = 40
QUARTER = 15 * 60


class Flaky:
    """Fails a tenth of the calls that change anything, before or after it has done its work."""

    def __init__(self, real: Any, random: Random) -> None:
        self._real, self._random = real, random

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        if name not in {"copy", "remove", "mark", "register", "reject", "clear", "ask_for", "keep_pass"}:
            return method

        def call(*arguments: Any) -> Any:
            fate = self._random.random()
            if fate < 0.05:
                raise unavailable(name)
            answer = method(*arguments)
            if fate > 0.95:
                raise unavailable(name)
            return answer

        return call


@pytest.mark.parametrize("seed", range(60))
def test_every_object_is_one_file_or_one_rejection(seed: int) -> None:
    random, store = Random(seed), DropStore(Quota(files=12))  # noqa: S311 - a repeatable order, not a secret.
    dropped, events = [], []
    for _ in range(OBJECTS):
        dropped.append(store.drop(random.choice(KEYS)))
        store.now += random.randrange(60)
        events += [dropped[-1]] * random.choice([0, 1, 1, 1, 2])
    random.shuffle(events)
    sound = {name: getattr(store, name) for name in ("zone", "drops", "parts", "queue")}
    for name, real in sound.items():
        setattr(store, name, Flaky(real, random))
    while events:
        batch, events = events[: random.randrange(1, 12)], events[12:]
        store.ingest(*batch)
    for name, real in sound.items():
        setattr(store, name, real)
    _settle(store)
    store.check(dropped)


def _settle(store: DropStore) -> None:
    """Until the sweep asks for nothing any more, for as long as its longest pause."""
    for _ in range(20):
        store.now += QUARTER
        store.sweep()
        waiting: list[Drop] = store.queue.waiting
        store.queue.waiting = []
        assert store.ingest(*waiting) == [None] * len(waiting)
