"""The time that a function has which nobody waits for: until shortly before Lambda ends it."""

from typing import Protocol

from filegate.domain.ports import Clock


class Context(Protocol):
    """What is used of Lambda's."""

    def get_remaining_time_in_millis(self) -> int: ...


def until_ms(context: Context, spare_ms: int, now_ms: Clock) -> int:
    """The moment (unix ms) from which nothing else is to be begun. What is left waits for the next time."""
    return now_ms() + context.get_remaining_time_in_millis() - spare_ms
