"""The edge of a step of an execution: JSON in, JSON out. What it raises, the state machine tries again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from filegate.domain.errors import StorageUnavailable
from filegate.http.observation import log_step, log_step_failed
from filegate.http.time_box import Context

Input = dict[str, Any]
Output = dict[str, Any]


def task(handle: Callable[[Input], Output]) -> Callable[[Input, Context], Output]:
    """The Lambda handler that answers with what `handle` makes of the input."""
    return timed_task(lambda of, _context: handle(of))


def timed_task(handle: Callable[[Input, Context], Output]) -> Callable[[Input, Context], Output]:
    """As `task`, and `handle` is given what knows how much time the function has left."""

    def handler(event: Input, context: Context) -> Output:
        try:
            answer = handle(event, context)
        except StorageUnavailable as error:
            log_step_failed(error)
            raise
        log_step(event, answer)
        return answer

    return handler
