"""Trying again after 408, 429, 5xx and broken connections, when the server says, else ever later with jitter."""

from collections.abc import Callable
from random import uniform
from threading import Event
from typing import TypeVar

import httpx2

from filegate_client.errors import FilegateFailure, Stopped

ATTEMPTS = 7
FIRST_SECONDS = 0.5
MOST_SECONDS = 20.0
MOST_SECONDS_ASKED = 60.0
"""The deployment never asks for more: its rate limits are by the minute."""

_TEMPORARY = frozenset({408, 429})
_SERVERS_FAULT = 500

Answer = TypeVar("Answer")


class Temporary(Exception):
    """An attempt failed in a way that another one may not; `after` is the seconds that the server asks for."""

    def __init__(self, reason: FilegateFailure, after: float | None = None) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.after = after


def persistently(attempt: Callable[[int], Answer], stop: Event) -> Answer:
    """What the first attempt that does not raise Temporary gives; attempts are numbered from 0.

    Raises the reason of the last Temporary, and Stopped as soon as `stop` is set.
    """
    for number in range(ATTEMPTS):
        if stop.is_set():
            break
        try:
            return attempt(number)
        except Temporary as failure:
            if number == ATTEMPTS - 1:
                raise failure.reason from failure
            stop.wait(seconds_before(number + 1, failure.after))
    raise Stopped("The transfer was stopped.")


def seconds_before(number: int, asked: float | None) -> float:
    """The pause before that attempt, spread so that many clients do not come back at once."""
    if asked is not None:
        return min(asked, MOST_SECONDS_ASKED) * uniform(1, 1.25)  # noqa: S311 # nosec B311 # not a secret.
    return min(FIRST_SECONDS * 2.0 ** (number - 1), MOST_SECONDS) * uniform(0.5, 1)  # noqa: S311 # nosec B311


def is_temporary(response: httpx2.Response) -> bool:
    """`x-should-retry` decides where the server sends it."""
    said = response.headers.get("x-should-retry", "").lower()
    if said in ("true", "false"):
        return bool(said == "true")
    return is_temporary_status(response.status_code)


def is_temporary_status(status: int) -> bool:
    return status in _TEMPORARY or status >= _SERVERS_FAULT


def asked_pause(response: httpx2.Response) -> float | None:
    """`Retry-After` in seconds; a date there is not understood, and treated as if it were missing."""
    try:
        return max(0.0, float(response.headers["retry-after"]))
    except (KeyError, ValueError):
        return None
