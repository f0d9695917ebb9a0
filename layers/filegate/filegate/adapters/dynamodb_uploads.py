"""Upload sessions and their parts in DynamoDB (item layout: dynamodb_items).

IAM actions on the table: `open` needs PutItem and UpdateItem; `get` needs GetItem; `add_part` needs PutItem and
UpdateItem; `parts` and `page_of_parts` need Query; `use_presigned`, `begin` and `reopen` need UpdateItem; `finish`
needs PutItem and UpdateItem; `end` needs UpdateItem; `forget` needs DeleteItem and UpdateItem; `overdue` needs GetItem.

IAM actions on the index by_expiry: `overdue` needs Query.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from filegate.adapters.dynamodb_expiry import overdue_items
from filegate.adapters.dynamodb_items import file_item, number, partition, record_of, text
from filegate.adapters.dynamodb_records import item_at, items_under, put_new
from filegate.adapters.dynamodb_upload_items import (
    part_item,
    part_key,
    part_of,
    upload_item,
    upload_key,
    upload_of,
    whole_room,
)
from filegate.adapters.dynamodb_usage import releasing, reserving, using, why_refused
from filegate.adapters.transactions import ConditionFailed, commit
from filegate.domain.uploads import PartPage, UploadStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.files import StoredFile
    from filegate.domain.uploads import Part, Upload

_KEPT_SECONDS = 30 * 86_400
_PARTS_A_TRANSACTION = 99
_FREE = "#status = :pending OR (#status = :completing AND joining_until <= :now)"
_UNPRESIGNED = "#status = :pending AND attribute_not_exists(handle)"
_OURS = "#status = :completing AND joining = :joining"


class DynamoDBUploads:
    """The UploadSessions of the domain."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def open(self, upload: Upload) -> None:
        try:
            actions = [put_new(self._table, upload_item(upload)), reserving(self._table, upload)]
            commit(self._dynamodb, actions, token=upload.id)
        except ConditionFailed as refusal:
            if not refusal.failed[0]:
                raise why_refused(upload, refusal.found[1]) from refusal

    def get(self, project: str, upload_id: str) -> Upload | None:
        item = item_at(self._dynamodb, self._table, upload_key(project, upload_id))
        return upload_of(item) if item else None

    def add_part(self, part: Part) -> bool:
        key = upload_key(part.project, part.upload_id)
        values = {":size": number(part.size), ":pending": text(UploadStatus.PENDING)}
        room = self._change(key, "SET room = room - :size", f"{_UNPRESIGNED} AND room >= :size", values)
        try:
            commit(self._dynamodb, [room, put_new(self._table, part_item(part))], token=part.id)
        except ConditionFailed as refusal:
            return refusal.failed[1]
        return True

    def use_presigned(self, upload: Upload, handle: str) -> bool:
        values = {":handle": text(handle), ":pending": text(UploadStatus.PENDING), ":whole": whole_room(upload)}
        condition = f"{_UNPRESIGNED} AND room = :whole"
        change = self._change(_key(upload), "SET handle = :handle", condition, values)
        found = self._commit([change], token=str(uuid4()))
        return found is None or found.get("handle") == text(handle)

    def parts(self, project: str, upload_id: str) -> Sequence[Part]:
        items = items_under(self._dynamodb, self._table, partition(project), f"U#{upload_id}#")
        return [part_of(item) for item in items]

    def page_of_parts(self, upload: Upload, after: str | None, limit: int) -> PartPage:
        prefix = f"U#{upload.id}#"
        items = items_under(self._dynamodb, self._table, partition(upload.project), prefix, after, limit + 1)
        parts = [part_of(item) for item in islice(items, limit + 1)]
        return PartPage(parts[:limit], has_more=len(parts) > limit)

    def begin(self, upload: Upload, joining: str, until: int, now: int) -> bool:
        values = _states(now) | {":joining": text(joining), ":until": number(until), ":own": {"SS": [joining]}}
        expression = "SET #status = :completing, joining = :joining, joining_until = :until ADD joinings :own"
        # Not the id alone: that is the token of `finish`, and DynamoDB takes one for one transaction only.
        found = self._commit([self._change(_key(upload), expression, _FREE, values)], token=f"b-{joining}")
        return found is None or found.get("joining") == text(joining)

    def reopen(self, upload: Upload, joining: str, cleared: frozenset[str]) -> None:
        values: Item = {name: text(value) for name, value in _PENDING_AND_COMPLETING.items()}
        values |= {":joining": text(joining)} | ({":cleared": {"SS": sorted(cleared)}} if cleared else {})
        expression = "SET #status = :pending" + (" DELETE joinings :cleared" if cleared else "")
        self._commit([self._change(_key(upload), expression, _OURS, values)], token=str(uuid4()))

    def finish(self, upload: Upload, joining: str, file: StoredFile) -> bool:
        values: Item = {
            ":completing": text(UploadStatus.COMPLETING),
            ":completed": text(UploadStatus.COMPLETED),
            ":joining": text(joining),
            ":file": {"M": record_of(file)},
        }
        actions = [
            self._change(_key(upload), "SET #status = :completed, #file = :file", _OURS, values, {"#file": "file"}),
            put_new(self._table, file_item(file)),
            using(self._table, file),
        ]
        found = self._commit(actions, token=joining)
        return found is None or found.get("file") == values[":file"]

    def end(self, upload: Upload, status: UploadStatus, now: int) -> bool:
        values = _states(now) | {":ended": text(status)}
        actions = [self._change(_key(upload), "SET #status = :ended", _FREE, values), releasing(self._table, upload)]
        found = self._commit(actions, token=str(uuid4()))
        return found is None or found.get("status") == text(status)

    def forget(self, upload: Upload, parts: Sequence[Part]) -> None:
        gone: list[TransactWriteItemTypeDef] = [
            {"Delete": {"TableName": self._table, "Key": part_key(part)}} for part in parts
        ]
        while gone:
            commit(self._dynamodb, gone[:_PARTS_A_TRANSACTION], token=str(uuid4()))
            gone = gone[_PARTS_A_TRANSACTION:]
        values = {":ttl": number(upload.expires_at + _KEPT_SECONDS), ":pending": text(UploadStatus.PENDING)}
        expression = "SET #ttl = :ttl REMOVE expiry_shard"
        self._commit(
            [self._change(_key(upload), expression, "#status <> :pending", values, {"#ttl": "ttl"})], token=str(uuid4())
        )

    def overdue(self, now: int) -> Iterator[Upload]:
        return map(upload_of, overdue_items(self._dynamodb, self._table, "U#", now))

    def _commit(self, actions: list[TransactWriteItemTypeDef], token: str) -> Item | None:
        """None where it was done, else the session as it was found, which did not fit the condition."""
        try:
            commit(self._dynamodb, actions, token)
        except ConditionFailed as refusal:
            return refusal.found[0] or {}
        return None

    def _change(
        self, key: Item, expression: str, condition: str, values: Item, names: dict[str, str] | None = None
    ) -> TransactWriteItemTypeDef:
        return {
            "Update": {
                "TableName": self._table,
                "Key": key,
                "UpdateExpression": expression,
                "ConditionExpression": condition,
                "ExpressionAttributeNames": {"#status": "status"} | (names or {}),
                "ExpressionAttributeValues": values,
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }


_PENDING_AND_COMPLETING = {":pending": UploadStatus.PENDING, ":completing": UploadStatus.COMPLETING}


def _states(now: int) -> Item:
    return {name: text(value) for name, value in _PENDING_AND_COMPLETING.items()} | {":now": number(now)}


def _key(upload: Upload) -> Item:
    return upload_key(upload.project, upload.id)
