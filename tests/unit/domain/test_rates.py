from filegate.domain.rates import Allowance, spend

WINDOW = 1_790_000_040
"""A moment at which a minute begins."""


class Counter:
    """A RateCounter that remembers in a dictionary."""

    def __init__(self) -> None:
        self.hits: dict[tuple[str, int], int] = {}

    def hit(self, key_id: str, window: int) -> int:
        self.hits[key_id, window] = self.hits.get((key_id, window), 0) + 1
        return self.hits[key_id, window]


def passed(counter: Counter, requests: int, *, at: int, limit: int = 3, key: str = "key_1") -> int:
    return sum(spend(key, limit, counter, at)[1] is None for _ in range(requests))


def test_lets_just_the_limit_through_in_a_minute() -> None:
    assert passed(Counter(), 10, at=WINDOW) == 3


def test_tells_what_is_left_and_when_it_is_full_again() -> None:
    allowance, refusal = spend("key_1", 3, Counter(), WINDOW + 10)
    assert (allowance, refusal) == (Allowance(limit=3, remaining=2, reset_at=WINDOW + 60), None)


def test_a_refusal_says_when_to_come_back_within_a_minute() -> None:
    counter = Counter()
    passed(counter, 3, at=WINDOW)
    for moment, wait in ((WINDOW, 60), (WINDOW + 59, 1)):
        allowance, refusal = spend("key_1", 3, counter, moment)
        assert refusal is not None
        assert (allowance.remaining, refusal.retry_after) == (0, wait)


def test_the_next_minute_starts_afresh() -> None:
    counter = Counter()
    passed(counter, 10, at=WINDOW)
    assert passed(counter, 10, at=WINDOW + 60) == 3


def test_around_the_end_of_a_minute_at_most_twice_the_limit_passes() -> None:
    counter = Counter()
    assert passed(counter, 10, at=WINDOW + 59) + passed(counter, 10, at=WINDOW + 60) == 6


def test_each_key_has_its_own_allowance() -> None:
    counter = Counter()
    passed(counter, 10, at=WINDOW)
    assert passed(counter, 10, at=WINDOW, key="key_2") == 3
