"""The bus on which other programs hear of files and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filegate.domain.errors import StorageUnavailable
    from filegate.domain.events import EventKind

Message: TypeAlias = "tuple[EventKind, int, Mapping[str, Any]]"
"""The kind of event, the unix second at which it happened, and what it tells, as JSON."""


class EventBus(Protocol):
    """Tells events. Whoever hears one may hear it again."""

    def publish(self, messages: Sequence[Message]) -> Sequence[StorageUnavailable | None]:
        """For each message why it was not taken, or None where it was. Never raises StorageUnavailable itself."""
