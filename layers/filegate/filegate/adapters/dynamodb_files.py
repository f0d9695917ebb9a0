"""Files' records in DynamoDB (item layout: dynamodb_items).

IAM actions on the table: `add` needs PutItem and UpdateItem; `get` and `count` need GetItem; `page` needs Query, with
a purpose on the index by_purpose instead; `record_check` needs UpdateItem and PutItem; `bury` needs DeleteItem, PutItem
and UpdateItem; `expired` needs GetItem.

IAM actions on the index by_expiry: `expired` needs Query.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from filegate.adapters.dynamodb_checks import record_result
from filegate.adapters.dynamodb_claims import answering
from filegate.adapters.dynamodb_expiry import overdue_items
from filegate.adapters.dynamodb_items import file_item, file_of, item_key, same_file, text
from filegate.adapters.dynamodb_paging import matching_items
from filegate.adapters.dynamodb_records import item_at
from filegate.adapters.dynamodb_tombstone_items import tombstone_item
from filegate.adapters.dynamodb_usage import counting, uncounting, why_refused
from filegate.adapters.transactions import ConditionFailed, commit
from filegate.domain.idempotency import still_running
from filegate.domain.tombstones import Tombstone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.batches import Batch
    from filegate.domain.files import StoredFile
    from filegate.domain.idempotency import Claim
    from filegate.domain.pages import PageQuery
    from filegate.domain.tombstones import Ending


class DynamoDBFiles:
    """A FileCatalog."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def add(self, file: StoredFile, claim: Claim | None = None) -> None:
        record = file_item(file)
        actions = [self._put(record), counting(self._table, file)]
        if claim:
            actions.append(answering(self._table, claim, file))
        try:
            # The id names the decision: whoever repeats it repeats this very transaction.
            commit(self._dynamodb, actions, token=file.id)
        except ConditionFailed as refusal:
            if same_file(refusal.found[0], record):
                return
            if claim and refusal.failed[-1]:
                raise still_running() from refusal
            raise why_refused(file, refusal.found[1]) from refusal

    def get(self, project: str, file_id: str) -> StoredFile | None:
        item = item_at(self._dynamodb, self._table, item_key(project, f"F#{file_id}"))
        return file_of(item) if item else None

    def page(self, query: PageQuery, now: int) -> Sequence[StoredFile]:
        files = map(file_of, matching_items(self._dynamodb, self._table, query))
        unexpired = (file for file in files if not file.expired(now))
        return list(islice(unexpired, query.offset, query.offset + query.limit + 1))

    def count(self, project: str, purpose: str | None) -> int:
        usage = item_at(self._dynamodb, self._table, item_key(project, "USAGE"))
        counts = usage["purposes"]["M"] if usage else {}
        if purpose:
            return int(counts[purpose]["N"]) if purpose in counts else 0
        return int(usage["file_count"]["N"]) if usage else 0

    def record_check(self, checked: StoredFile, batch: Batch | None = None) -> bool:
        found = record_result(self._dynamodb, self._table, checked, batch)
        return found is None or found.get("status") == text(checked.status)

    def bury(self, file: StoredFile, ending: Ending, *, deleted_at: int, purge_at: int) -> bool:
        deletion = str(uuid4())
        stone = Tombstone(file=file, ending=ending, deleted_at=deleted_at, purge_at=purge_at)
        item = tombstone_item(stone, deletion)
        try:
            commit(self._dynamodb, [self._delete(file), self._put(item), uncounting(self._table, file)], token=deletion)
        except ConditionFailed as refusal:
            found = refusal.found[1]
            return found is not None and found["deletion"] == item["deletion"]
        return True

    def expired(self, now: int) -> Iterator[StoredFile]:
        return map(file_of, overdue_items(self._dynamodb, self._table, "E#", now))

    def _put(self, item: Item) -> TransactWriteItemTypeDef:
        return {
            "Put": {
                "TableName": self._table,
                "Item": item,
                "ConditionExpression": "attribute_not_exists(PK)",
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }

    def _delete(self, file: StoredFile) -> TransactWriteItemTypeDef:
        return {
            "Delete": {
                "TableName": self._table,
                "Key": item_key(file.project, f"F#{file.id}"),
                "ConditionExpression": "attribute_exists(PK)",
            }
        }
