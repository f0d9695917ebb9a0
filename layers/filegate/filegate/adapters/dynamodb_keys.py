"""API keys in DynamoDB: each as two items, by project and by digest (dynamodb_key_items), always changed together.

IAM actions on the table: `find` needs GetItem; `add` needs PutItem and ConditionCheckItem; `of` needs Query; `revoke`
and `limit` need GetItem and UpdateItem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from filegate.adapters.dynamodb_items import Item, item_key, number, partition
from filegate.adapters.dynamodb_key_items import found, items_of, key_by_digest, key_by_project, listed
from filegate.adapters.dynamodb_records import item_at, items_under, put_new
from filegate.adapters.transactions import ConditionFailed, commit
from filegate.domain.errors import KeyNotFound, ProjectNotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.domain.keys import ApiKey


class DynamoDBKeys:
    """A KeyRing."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def find(self, digest: str) -> ApiKey | None:
        item = item_at(self._dynamodb, self._table, key_by_digest(digest))
        return found(item) if item else None

    def add(self, key: ApiKey) -> None:
        puts = [put_new(self._table, item) for item in items_of(key)]
        try:
            commit(self._dynamodb, [self._project_exists(key.project), *puts], token=key.id)
        except ConditionFailed as refusal:
            if not refusal.failed[0]:
                raise
            raise ProjectNotFound(f"There is no project '{key.project}'.") from refusal

    def of(self, project: str) -> Sequence[ApiKey]:
        return [listed(item) for item in items_under(self._dynamodb, self._table, partition(project), "K#")]

    def revoke(self, project: str, key_id: str, revoked_at: int) -> ApiKey:
        once = "SET revoked_at = if_not_exists(revoked_at, :now)"
        return self._change(project, key_id, once, {":now": number(revoked_at)})

    def limit(self, project: str, key_id: str, requests_per_minute: int | None) -> ApiKey:
        if requests_per_minute is None:
            return self._change(project, key_id, "REMOVE requests_per_minute", {})
        limit = {":limit": number(requests_per_minute)}
        return self._change(project, key_id, "SET requests_per_minute = :limit", limit)

    def _change(self, project: str, key_id: str, expression: str, values: Item) -> ApiKey:
        # A key's digest never changes, so reading it first takes nothing from the transaction.
        key = self._by_id(project, key_id)
        items = (key_by_project(project, key_id), key_by_digest(key.digest))
        commit(self._dynamodb, [self._update(item, expression, values) for item in items], token=str(uuid4()))
        return self._by_id(project, key_id)

    def _by_id(self, project: str, key_id: str) -> ApiKey:
        item = item_at(self._dynamodb, self._table, key_by_project(project, key_id))
        if item is None:
            raise KeyNotFound(f"Project '{project}' has no key '{key_id}'.")
        return listed(item)

    def _update(self, key: Item, expression: str, values: Item) -> TransactWriteItemTypeDef:
        action: TransactWriteItemTypeDef = {
            "Update": {
                "TableName": self._table,
                "Key": key,
                "UpdateExpression": expression,
                "ConditionExpression": "attribute_exists(PK)",
            }
        }
        # DynamoDB refuses an empty map of values.
        if values:
            action["Update"]["ExpressionAttributeValues"] = values
        return action

    def _project_exists(self, project: str) -> TransactWriteItemTypeDef:
        return {
            "ConditionCheck": {
                "TableName": self._table,
                "Key": item_key(project, "USAGE"),
                "ConditionExpression": "attribute_exists(PK)",
            }
        }
