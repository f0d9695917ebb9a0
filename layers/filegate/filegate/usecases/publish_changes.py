"""Tell the bus what has changed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from filegate.domain.events import Change, kind_of
from filegate.domain.ports import EventBus

Describe = Callable[[Change], Mapping[str, Any]]


class Stores(Protocol):
    """What it needs."""

    @property
    def bus(self) -> EventBus: ...


def publish_changes(changes: Sequence[Change], describe: Describe, to: Stores) -> list[BaseException | None]:
    """For each change what kept it from being told, or None. Those that are no event are told to nobody."""
    kinds = [kind_of(change) for change in changes]
    messages = [(kind, change.at, describe(change)) for change, kind in zip(changes, kinds, strict=True) if kind]
    answers = iter(to.bus.publish(messages))
    return [next(answers) if kind else None for kind in kinds]
