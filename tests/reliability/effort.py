"""How much is tried, by the variable RELIABILITY.

bounded     the default: a small choice that is the same each time
thorough    make reliability: a large one, for about 25 minutes on two cores
endless     all there is, which takes a night
"""

import os


def thorough() -> bool:
    return os.environ.get("RELIABILITY") in {"thorough", "endless"}


def endless() -> bool:
    return os.environ.get("RELIABILITY") == "endless"


def share(*, bounded: int, thoroughly: int) -> int:
    """One in so many is tried, or in as many as RELIABILITY_SHARE says."""
    told = os.environ.get("RELIABILITY_SHARE")
    if told:
        return int(told)
    return 1 if endless() else thoroughly if thorough() else bounded


def seeds(*, bounded: int, most: int, thoroughly: int | None = None) -> list[int]:
    """So many, or the one that RELIABILITY_SEED names."""
    only = os.environ.get("RELIABILITY_SEED")
    many = most if endless() or thoroughly is None else thoroughly
    return [int(only)] if only else list(range(many if thorough() else bounded))
