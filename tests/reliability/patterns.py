"""Patterns of template.yaml, of rules and of event sources: which events they let through."""

import json
from collections.abc import Callable
from typing import Any

from tests import sam

NAMES = {"Bucket": "bytes", "DropBucket": "drop"}


def rule(name: str) -> Callable[[Any], bool]:
    """What that rule of EventBridge lets through."""
    pattern = sam.resources("AWS::Events::Rule")[name]["EventPattern"]
    return lambda event: fits(pattern, event)


def source_filter(name: str) -> Callable[[Any], bool]:
    """What that event source of a function lets through."""
    filters = sam.resources("AWS::Lambda::EventSourceMapping")[name]["FilterCriteria"]["Filters"]
    patterns = [json.loads(each["Pattern"]) for each in filters]
    return lambda record: any(fits(pattern, record) for pattern in patterns)


def fits(pattern: dict[str, Any], found: Any) -> bool:
    """Every name of a pattern has to be there, with one of the values that stand for it."""
    if not isinstance(found, dict):
        return False
    return all(
        fits(wanted, found.get(name)) if isinstance(wanted, dict) else _is_one_of(wanted, found.get(name))
        for name, wanted in pattern.items()
    )


def _is_one_of(wanted: list[Any], found: Any) -> bool:
    return any(_is(each, found) for each in wanted)


def _is(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, dict) and "prefix" in wanted:
        return isinstance(found, str) and found.startswith(wanted["prefix"])
    return bool((NAMES[wanted["Ref"]] if isinstance(wanted, dict) else wanted) == found)
