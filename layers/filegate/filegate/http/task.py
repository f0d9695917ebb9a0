"""The edge of a step of an execution: JSON in, JSON out. What it raises, the state machine tries again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from filegate.domain.errors import StorageUnavailable
from filegate.http.observation import log_step, log_step_failed

Input = dict[str, Any]
Output = dict[str, Any]


class Context(Protocol):
    """What is used of Lambda's."""

    aws_request_id: str

    def get_remaining_time_in_millis(self) -> int: ...


def task(handle: Callable[[Input], Output]) -> Callable[[Input, Context], Output]:
    """The Lambda handler that answers with what `handle` makes of the input."""
    return timed_task(lambda of, _remaining: handle(of))


def timed_task(handle: Callable[[Input, int], Output]) -> Callable[[Input, Context], Output]:
    """As `task`, and `handle` is told how many milliseconds the function has left."""

    def handler(event: Input, context: Context) -> Output:
        try:
            answer = handle(event, context.get_remaining_time_in_millis())
        except StorageUnavailable as error:
            log_step_failed(error)
            raise
        log_step(event, answer)
        return answer

    return handler
