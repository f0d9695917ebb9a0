"""Pages of a project's batches, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from filegate.domain.batches import Batch

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


@dataclass(frozen=True, slots=True)
class BatchPageQuery:
    """`after` is the id of a batch, whether there is one or not, beyond which the page starts."""

    project: str
    limit: int = DEFAULT_LIMIT
    after: str | None = None


@dataclass(frozen=True, slots=True)
class BatchPage:
    """What there is of it, and whether there is more."""

    batches: Sequence[Batch]
    has_more: bool
