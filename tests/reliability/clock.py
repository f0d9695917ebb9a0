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

    def utcnow(self) -> datetime:
        return datetime.fromtimestamp(self.ms / 1000, UTC).replace(tzinfo=None)


@contextmanager
def clock_in_charge(seed: int = 0) -> Iterator[Clock]:
    """The functions and S3 read this clock, whoever sleeps moves it, and new ids are the same for the same seed."""
    clock = Clock(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", clock.advance)
        patch.setattr("moto.s3.models.utcnow", clock.utcnow)
        patch.setattr(Services, "now_ms", staticmethod(lambda: clock.ms))
        patch.setattr(Services, "new_id", staticmethod(lambda ms: uuid7(ms, clock.random.randbytes(10))))
        yield clock
