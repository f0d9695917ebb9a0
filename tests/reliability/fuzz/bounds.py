"""Bounds of time and memory. Time is that of this process' own CPU, so that a busy machine fails nobody."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from time import process_time

from filegate.domain.limits import MIB


@contextmanager
def within(*, seconds: float, mib: int | None = None) -> Iterator[None]:
    """Of CPU, and of memory beyond what there is already, which takes long to measure."""
    started = process_time()
    with beyond_what_is_there() if mib else nullcontext(list[int]()) as peaks:
        yield
    assert process_time() - started < seconds
    assert all(peak < (mib or 0) * MIB for peak in peaks)


@contextmanager
def beyond_what_is_there() -> Iterator[list[int]]:
    """The most bytes that were taken at any moment, when it is over."""
    peaks: list[int] = []
    tracemalloc.start()
    try:
        yield peaks
        peaks.append(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()
