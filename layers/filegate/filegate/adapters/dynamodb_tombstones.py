"""Tombstones in DynamoDB (item layout: dynamodb_items).

IAM actions on the table: `get` needs GetItem; `of` needs Query; `due` needs GetItem; `claim` and `close` need
UpdateItem; `restore` needs DeleteItem, PutItem and UpdateItem; `put_for` needs PutItem and UpdateItem.

IAM actions on the index by_expiry: `due` needs Query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from filegate.adapters.dynamodb_expiry import overdue_items
from filegate.adapters.dynamodb_items import file_item, number, partition, text
from filegate.adapters.dynamodb_records import item_at, items_under, put_new
from filegate.adapters.dynamodb_tombstone_items import tombstone_item, tombstone_key, tombstone_of
from filegate.adapters.dynamodb_usage import counting, uncounting, why_refused
from filegate.adapters.transactions import ConditionFailed, commit
from filegate.domain.tombstones import REMEMBERED_SECONDS, Ending, Tombstone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.files import StoredFile

_TO_PURGE = "attribute_exists(PK) AND attribute_not_exists(purged_at) AND expires_at <= :now"
_TO_RESTORE = "reason = :deleted AND attribute_not_exists(purging_at) AND expires_at > :now"


class DynamoDBTombstones:
    """The Tombstones of the domain."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def get(self, project: str, file_id: str) -> Tombstone | None:
        item = item_at(self._dynamodb, self._table, tombstone_key(project, file_id))
        return tombstone_of(item) if item else None

    def of(self, project: str) -> Iterator[Tombstone]:
        return map(tombstone_of, items_under(self._dynamodb, self._table, partition(project), "T#"))

    def due(self, now: int) -> Iterator[Tombstone]:
        return map(tombstone_of, overdue_items(self._dynamodb, self._table, "T#", now))

    def claim(self, tombstone: Tombstone, now: int) -> bool:
        return self._update(tombstone, "SET purging_at = if_not_exists(purging_at, :now)", {":now": number(now)})

    def close(self, tombstone: Tombstone, now: int) -> None:
        values = {":now": number(now), ":ttl": number(now + REMEMBERED_SECONDS)}
        self._update(tombstone, "SET purged_at = :now, #ttl = :ttl REMOVE expiry_shard", values, {"#ttl": "ttl"})

    def restore(self, tombstone: Tombstone, now: int) -> bool:
        file = tombstone.file
        actions = [self._taking_away(tombstone, now), put_new(self._table, file_item(file))]
        actions.append(counting(self._table, file))
        try:
            commit(self._dynamodb, actions, token=str(uuid4()))
        except ConditionFailed as refusal:
            if refusal.failed[0] or refusal.failed[1]:
                return False
            raise why_refused(file, refusal.found[2]) from refusal
        return True

    def put_for(self, file: StoredFile) -> bool:
        moment = file.expires_at or file.created_at
        stone = Tombstone(file=file, ending=Ending.EXPIRED, deleted_at=moment, purge_at=moment)
        item = tombstone_item(stone, deletion=f"ttl-{file.id}")
        actions = [put_new(self._table, item), uncounting(self._table, file)]
        try:
            # A token of its own each time: with the one of an earlier call DynamoDB would say that this one did it.
            commit(self._dynamodb, actions, token=str(uuid4()))
        except ConditionFailed as refusal:
            if not refusal.failed[0]:
                raise
            return False
        return True

    def _update(self, tombstone: Tombstone, expression: str, values: Item, names: dict[str, str] | None = None) -> bool:
        action: TransactWriteItemTypeDef = {
            "Update": {
                "TableName": self._table,
                "Key": tombstone_key(tombstone.file.project, tombstone.file.id),
                "UpdateExpression": expression,
                "ConditionExpression": _TO_PURGE,
                "ExpressionAttributeValues": values,
            }
        }
        if names:
            action["Update"]["ExpressionAttributeNames"] = names
        try:
            # A transaction of one action, because `commit` tries again when a restoration is in the way.
            commit(self._dynamodb, [action], token=str(uuid4()))
        except ConditionFailed:
            return False
        return True

    def _taking_away(self, tombstone: Tombstone, now: int) -> TransactWriteItemTypeDef:
        return {
            "Delete": {
                "TableName": self._table,
                "Key": tombstone_key(tombstone.file.project, tombstone.file.id),
                "ConditionExpression": _TO_RESTORE,
                "ExpressionAttributeValues": {":deleted": text(Ending.DELETED), ":now": number(now)},
            }
        }
