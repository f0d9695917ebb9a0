"""Find a batch."""

from filegate.domain.batches import Batch
from filegate.domain.errors import BatchNotFound
from filegate.domain.ids import parse_prefixed_id
from filegate.domain.ports import Batches


def find_batch(spelling: str, project: str, *, batches: Batches) -> Batch:
    """The batch, whatever its status. Raises BatchNotFound alike for unknown and foreign ones."""
    batch_id = parse_prefixed_id("batch_", spelling)
    batch = batches.get(project, batch_id) if batch_id else None
    if batch is None:
        raise BatchNotFound(spelling)
    return batch
