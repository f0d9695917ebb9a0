"""Time that passes only when a test, a pause or a retry lets it pass; AWS in this process goes by it, too."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

import pytest

from filegate.bootstrap import Services
from filegate.domain.ids import uuid7
from tests.builders import NOW

PAUSE_SECONDS = 5
"""Whoever waits for another request looks again after this; in truth more often, which shows nothing more."""

LAST_DIGITS = "01"
"""Of ids, which spread what ends over shards: two are enough to test with, and an eighth of the time."""


def near_id(ms: int, randomness: bytes) -> str:
    found = uuid7(ms, randomness)
    return found[:-1] + LAST_DIGITS[int(found[-1], 16) % len(LAST_DIGITS)]


class Clock:
    """`random` is where new ids come from."""

    def __init__(self, seed: int = 0) -> None:
        self.ms = NOW * 1000
        self.random = Random(seed)  # noqa: S311 - repeatable is what it has to be.

    @property
    def seconds(self) -> int:
        return self.ms // 1000

    def advance(self, seconds: float) -> None:
        self.ms += max(1, round(seconds * 1000))

    def new_id(self, ms: int) -> str:
        return near_id(ms, self.random.randbytes(10))

    def utcnow(self, *, remove_tzinfo: bool = True) -> datetime:
        """As botocore names it; moto wants it without a time zone."""
        now = datetime.fromtimestamp(self.ms / 1000, UTC)
        return now.replace(tzinfo=None) if remove_tzinfo else now


@contextmanager
def clock_in_charge(seed: int = 0) -> Iterator[Clock]:
    """The functions and AWS go by this clock, whoever sleeps moves it, and new ids are the same for the same seed."""
    clock = Clock(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", clock.advance)
        patch.setattr("moto.s3.models.utcnow", clock.utcnow)
        # Which of the two signs depends on whether the package awscrt is there.
        patch.setattr("botocore.auth.get_current_datetime", clock.utcnow)
        patch.setattr("botocore.crt.auth.get_current_datetime", clock.utcnow, raising=False)
        patch.setattr(Services, "now_ms", staticmethod(lambda: clock.ms))
        patch.setattr(Services, "pause", staticmethod(lambda _: clock.advance(PAUSE_SECONDS)))
        patch.setattr(Services, "new_id", staticmethod(clock.new_id))
        patch.setattr("filegate.adapters.dynamodb_expiry.SHARDS", LAST_DIGITS)
        patch.setattr("filegate.adapters.dynamodb_batches.SHARDS", [f"B#{digit}" for digit in LAST_DIGITS])
        for module in ("drops", "auto_batches"):
            patch.setattr(f"filegate.domain.{module}.uuid7", near_id)
        yield clock
