"""How much is tried: a bounded choice that is the same each time, or with RELIABILITY=thorough all there is."""

import os


def thorough() -> bool:
    return os.environ.get("RELIABILITY") == "thorough"


def seeds(*, bounded: int, most: int) -> list[int]:
    """So many, or the one that RELIABILITY_SEED names."""
    only = os.environ.get("RELIABILITY_SEED")
    return [int(only)] if only else list(range(most if thorough() else bounded))
