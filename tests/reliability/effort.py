"""How much is tried: a bounded choice that is the same each time, or with RELIABILITY=thorough all there is."""

import os


def thorough() -> bool:
    return os.environ.get("RELIABILITY") == "thorough"
