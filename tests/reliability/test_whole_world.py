"""All there is, under events that come late, twice, in any order or not at all: in the end it is as it should be.

A failure names its seed; RELIABILITY_SEED=<seed> repeats it, RELIABILITY=thorough tries many.
"""

from typing import Any

import pytest

from filegate.domain.projects import Quota
from tests.reliability.account import new_account
from tests.reliability.drop_traffic import DropTraffic
from tests.reliability.effort import seeds
from tests.reliability.invariants import broken_at_rest, broken_now
from tests.reliability.mischief import LOSSY
from tests.reliability.settled import unchecked, unpurged, untold, wrongly_ingested
from tests.reliability.time_to_live import uncounted
from tests.reliability.whole_world import WholeWorld, no_threads

REQUESTS = 30
QUOTA = Quota(size=10_000, files=12)

LATER = {"DELETED_RETENTION_DAYS": "30", "DEFAULT_EXPIRY": "batch=7200"}
AT_ONCE = {"DELETED_RETENTION_DAYS": "0"}
"""Deleted files lose their bytes by the stream, and not by the schedule."""


@pytest.mark.parametrize("seed", seeds(bounded=2, thoroughly=40, most=1000))
def test_when_the_dust_has_settled_all_is_as_it_should_be(seed: int, record_property: Any) -> None:
    with no_threads(), new_account(seed, QUOTA, **(AT_ONCE if seed % 2 else LATER)) as account:
        world = WholeWorld(account, seed, LOSSY)
        traffic = DropTraffic(world.random, world.invoke)
        with world.listening():
            for _ in range(REQUESTS):
                traffic.go_on()
                account.clock.advance(world.random.uniform(0, 120))
                world.a_while()
                assert broken_now(uncounted(world.removed)) == []
            assert world.dust_settles() == []
        record_property("requests and drops with events", REQUESTS)
        record_property("dropped objects", len(traffic.dropped))
        assert broken_at_rest() == []
        assert wrongly_ingested(traffic.dropped) == []
        assert unchecked() == []
        assert unpurged(account.clock.seconds) == []
        assert untold(world.bus.sent) == []
