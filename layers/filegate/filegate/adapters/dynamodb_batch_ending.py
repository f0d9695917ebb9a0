"""What every move of a batch from one status to another says, and the last of them (layout: dynamodb_items)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filegate.adapters.dynamodb_batch_items import batch_key, usage_of
from filegate.adapters.dynamodb_items import number, text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.batches import Batch
    from filegate.domain.chunks import Ending

REACH = "reached.#to = if_not_exists(reached.#to, :now)"
NO_MORE_LIVING = "REMOVE expiry_shard, progress"
"""A batch that has ended is in the index no more, and its counts stand in it."""


def ending_update(table: str, batch: Batch, ending: Ending, now: int) -> TransactWriteItemTypeDef:
    """The update that ends the batch, if its status is still that with which it is given here."""
    values: Item = {
        ":from": text(batch.status),
        ":to": text(ending.status),
        ":now": number(now),
        ":completed": number(ending.tally.completed),
        ":failed": number(ending.tally.failed),
        ":usage": usage_of(ending.tally.usage),
        ":files": {"L": [text(part) for part in ending.files]},
    }
    counts = "completed = :completed, failed = :failed, #usage = :usage, #files = :files"
    names = {"#status": "status", "#usage": "usage", "#files": "files", "#to": ending.status.value}
    return {
        "Update": {
            "TableName": table,
            "Key": batch_key(batch.project, batch.id),
            "UpdateExpression": f"SET #status = :to, {counts}, {REACH} {NO_MORE_LIVING}",
            "ConditionExpression": "#status = :from",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
    }
