"""Traffic by chance, with processes that die and with events that come late and twice: in the end all is in order.

A failure names its seed; RELIABILITY_SEED=<seed> repeats it, RELIABILITY=thorough tries many.
"""

from typing import Any

import pytest

from tests.reliability.account import new_account
from tests.reliability.effort import seeds
from tests.reliability.event_world import EventWorld
from tests.reliability.invariants import broken_at_rest, broken_now, files
from tests.reliability.mischief import HOSTILE
from tests.reliability.stores import items
from tests.reliability.traffic import Traffic

pytestmark = pytest.mark.long

REQUESTS = 40


@pytest.mark.parametrize("seed", seeds(bounded=1, thoroughly=20, most=500))
def test_whatever_happens_all_is_in_order_in_the_end(seed: int, record_property: Any) -> None:
    with new_account(seed) as account:
        world = EventWorld(account, seed, HOSTILE)
        traffic = Traffic(world.random, world.invoke)
        with world.listening():
            for _ in range(REQUESTS):
                traffic.go_on()
                account.clock.advance(world.random.uniform(0, 120))
                if world.random.random() < 0.2:
                    world.time_strikes()
                assert broken_now() == []
            world.run()
            assert [outcome for outcome in account.settle() if outcome.status != 200] == []
        record_property("requests with events", REQUESTS)
        assert broken_at_rest(leaves_bytes=True) == []
        assert traffic.acknowledged <= {f"file-{item['SK'][2:]}" for item in files(items())}
