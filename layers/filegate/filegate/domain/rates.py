"""Rate limits: requests a minute, counted for each key in windows of a minute.

A window's end lets at most twice the limit through in any 60 s. Where the count cannot be kept, requests pass.
"""

from dataclasses import dataclass
from typing import Protocol

from filegate.domain.errors import RateLimited

WINDOW_SECONDS = 60


class RateCounter(Protocol):
    """Counts requests. Raises StorageUnavailable quickly rather than keep a request waiting."""

    def hit(self, key_id: str, window: int) -> int:
        """Count one request of the key in the window that began at that unix second; answer how many there are."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a key may still do: `remaining` requests until the unix second `reset_at`."""

    limit: int
    remaining: int
    reset_at: int


def spend(key_id: str, limit: int, counter: RateCounter, now: int) -> tuple[Allowance, RateLimited | None]:
    """Takes one request from the key's allowance, and says whether it was one too many."""
    window = now - now % WINDOW_SECONDS
    hits = counter.hit(key_id, window)
    allowance = Allowance(limit, max(0, limit - hits), window + WINDOW_SECONDS)
    if hits <= limit:
        return allowance, None
    wait = allowance.reset_at - now
    message = f"Rate limit reached: {limit} requests per minute. Please retry in {wait} s."
    return allowance, RateLimited(message, wait)
