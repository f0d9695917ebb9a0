"""Batches while steps die, run twice, hear nothing and are cancelled: each line has one result, whatever happens.

A failure prints its seed; RELIABILITY_SEED=<seed> runs that one alone.
"""

from typing import Any

import pytest

from tests.reliability.account import new_account
from tests.reliability.batch_world import BatchWorld
from tests.reliability.effort import seeds

ALWAYS = 1
SEEDS = seeds(bounded=10, thoroughly=100, most=6000)
BATCHES, HAPPENINGS = 3, 40


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < ALWAYS else pytest.mark.long) for seed in SEEDS]
)
def test_every_line_of_every_batch_has_one_result(seed: int, record_property: Any) -> None:
    record_property("batch worlds", 1)
    with new_account(seed) as account:
        world = BatchWorld(account, seed)
        with world.open():
            for happening in range(HAPPENINGS):
                if happening % (HAPPENINGS // BATCHES) == 0:
                    world.create()
                world.something_happens()
                assert world.broken() == []
            assert world.comes_to_rest() == []
            record_property("lines sent in batch worlds", world.provider.asked.total())
