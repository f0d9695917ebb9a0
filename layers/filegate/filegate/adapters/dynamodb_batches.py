"""Batches in DynamoDB (item layout: dynamodb_items).

IAM actions on the table: `add` needs PutItem and GetItem; `get` needs GetItem; `page` needs Query; `plan`, `fail`,
`cancel`, `hold` and `finalize` need UpdateItem; `close` needs PutItem, UpdateItem and GetItem; `living` needs GetItem.

IAM actions on the claims: `add` needs PutItem.

IAM actions on the index by_expiry: `living` needs Query.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.dynamodb_batch_ending import NO_MORE_LIVING, REACH, ending_update
from filegate.adapters.dynamodb_batch_items import (
    SHARDS,
    batch_item,
    batch_key,
    batch_of,
    faults_of,
    progress_of,
)
from filegate.adapters.dynamodb_claims import claiming, same_claim
from filegate.adapters.dynamodb_items import file_item, number, partition, text
from filegate.adapters.dynamodb_records import all_items, item_at, put_new
from filegate.adapters.dynamodb_usage import taking_in
from filegate.adapters.transactions import ConditionFailed, commit
from filegate.domain.batches import BatchStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.batch_pages import BatchPageQuery
    from filegate.domain.batches import Batch, Fault
    from filegate.domain.chunks import Ending, Hold, Tally
    from filegate.domain.idempotency import Claim


class DynamoDBBatches:
    """The Batches of the domain."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def add(self, batch: Batch, claim: Claim | None = None) -> Batch:
        actions = [put_new(self._table, batch_item(batch))]
        if claim:
            actions.append(claiming(self._table, claim, batch.created_at))
        try:
            commit(self._dynamodb, actions, token=batch.id)
        except ConditionFailed as refusal:
            if claim and refusal.failed[-1]:
                earlier = same_claim(refusal.found[-1], claim)
                return self._now(batch.project, earlier.file_id)
            return self._now(batch.project, batch.id)
        return batch

    def get(self, project: str, batch_id: str) -> Batch | None:
        item = item_at(self._dynamodb, self._table, batch_key(project, batch_id))
        return batch_of(item) if item else None

    def page(self, query: BatchPageQuery) -> Sequence[Batch]:
        last = "B#~" if query.after is None else f"B#{int(query.after, 16) - 1:032x}"
        request = {
            "TableName": self._table,
            "KeyConditionExpression": "PK = :project AND SK BETWEEN :low AND :high",
            "ExpressionAttributeValues": {
                ":project": partition(query.project),
                ":low": text("B#"),
                ":high": text(last),
            },
            "ConsistentRead": True,
            "ScanIndexForward": False,
            "Limit": query.limit + 1,
        }
        found = all_items(self._dynamodb, request)
        return [batch_of(item) for item in islice(found, query.limit + 1)]

    def plan(self, batch: Batch, *, chunks: int, lines: int, model: str | None, now: int) -> Batch:
        expression = "SET #status = :to, chunks = :chunks, line_count = :lines, progress = :progress, heard_at = :now"
        values: Item = {":chunks": number(chunks), ":lines": number(lines), ":progress": progress_of(chunks)}
        if model is not None:
            expression += ", model = :model"
            values[":model"] = text(model)
        return self._move(batch, BatchStatus.IN_PROGRESS, [BatchStatus.VALIDATING], expression, now, values)

    def fail(self, batch: Batch, faults: Sequence[Fault], now: int) -> Batch:
        expression = "SET #status = :to, faults = :faults"
        values: Item = {":faults": faults_of(faults)}
        return self._move(batch, BatchStatus.FAILED, [BatchStatus.VALIDATING], expression, now, values)

    def cancel(self, batch: Batch, now: int) -> Batch:
        earlier = [BatchStatus.VALIDATING, BatchStatus.IN_PROGRESS]
        return self._move(batch, BatchStatus.CANCELLING, earlier, "SET #status = :to", now, {})

    def finalize(self, batch: Batch, ids: tuple[str, str], now: int) -> Batch:
        ours = "output_id = if_not_exists(output_id, :output), error_id = if_not_exists(error_id, :error)"
        values: Item = {":output": text(ids[0]), ":error": text(ids[1])}
        expression = f"SET #status = :to, heard_at = :now, {ours}"
        earlier = [BatchStatus.IN_PROGRESS, BatchStatus.FINALIZING]
        moved = self._move(batch, BatchStatus.FINALIZING, earlier, expression, now, values)
        if moved.status != BatchStatus.CANCELLING:
            return moved
        return self._move(moved, BatchStatus.CANCELLING, [BatchStatus.CANCELLING], expression, now, values)

    def hold(self, hold: Hold, tally: Tally | None, until: int, now: int) -> Batch | None:
        expression = "SET progress.#chunk.r = :runner, progress.#chunk.u = :until, heard_at = :now"
        values: Item = {":runner": text(hold.runner), ":until": number(until), ":now": number(now)}
        condition = "progress.#chunk.r = :runner"
        if tally:
            expression += ", progress.#chunk.c = :completed, progress.#chunk.f = :failed"
            values |= {":completed": number(tally.completed), ":failed": number(tally.failed)}
        else:
            condition += " OR progress.#chunk.u <= :now"
        item = self._update(hold.batch, expression, condition, {"#chunk": str(hold.number)}, values)
        return batch_of(item) if item else None

    def close(self, batch: Batch, ending: Ending, now: int) -> Batch:
        files = list(ending.files.values())
        new = [put_new(self._table, file_item(file)) for file in files]
        use = [taking_in(self._table, files)] if files else []
        actions = [ending_update(self._table, batch, ending, now), *new, *use]
        # Two may be at it at once and not ask for quite the same, and a token is for one request.
        token = sha256(repr(actions).encode()).hexdigest()[:32]
        try:
            commit(self._dynamodb, actions, token=token)
        except ConditionFailed as refusal:
            if not refusal.failed[0]:
                raise
        return self._now(batch.project, batch.id)

    def living(self) -> Iterator[Batch]:
        for shard in SHARDS:
            request = {
                "TableName": self._table,
                "IndexName": "by_expiry",
                "KeyConditionExpression": "expiry_shard = :shard",
                "ExpressionAttributeValues": {":shard": text(shard)},
            }
            for key in all_items(self._dynamodb, request):
                item = item_at(self._dynamodb, self._table, {"PK": key["PK"], "SK": key["SK"]})
                if item and "expiry_shard" in item:
                    yield batch_of(item)

    def _move(
        self, batch: Batch, to: BatchStatus, earlier: Sequence[BatchStatus], expression: str, now: int, values: Item
    ) -> Batch:
        """The batch afterwards; where its status is none of the earlier ones, as it was found."""
        froms = {f":from{position}": text(each) for position, each in enumerate(earlier)}
        names = {"#status": "status", "#to": to.value}
        rest = f" {NO_MORE_LIVING}" if to == BatchStatus.FAILED else ""
        item = self._update(
            batch,
            f"{expression}, {REACH}{rest}",
            f"#status IN ({', '.join(froms)})",
            names,
            froms | values | {":to": text(to), ":now": number(now)},
        )
        return batch_of(item) if item else self._now(batch.project, batch.id)

    def _update(
        self, batch: Batch, expression: str, condition: str, names: Mapping[str, str], values: Item
    ) -> Item | None:
        """The item afterwards, or None where it did not fit the condition."""
        try:
            with unavailable_when_aws_fails("dynamodb", "UpdateItem"):
                return self._dynamodb.update_item(
                    TableName=self._table,
                    Key=batch_key(batch.project, batch.id),
                    UpdateExpression=expression,
                    ConditionExpression=condition,
                    ExpressionAttributeNames=names,
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                )["Attributes"]
        except ClientError as error:
            if error_code(error) != "ConditionalCheckFailedException":
                raise
            return None

    def _now(self, project: str, batch_id: str) -> Batch:
        found = self.get(project, batch_id)
        if found is None:
            raise LookupError(f"batch {batch_id} was there, and is no more")
        return found
