"""API keys in DynamoDB: each as two items, by project and by digest (layout: dynamodb_items).

IAM actions on the table: `find` needs GetItem; `add` needs PutItem and ConditionCheckItem; `of` needs Query; `revoke`
needs GetItem and UpdateItem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from filegate.adapters.dynamodb_items import Item, item_key, number, partition, text
from filegate.adapters.dynamodb_records import item_at, items_under, put_new
from filegate.adapters.transactions import ConditionFailed, commit
from filegate.domain.errors import KeyNotFound, ProjectNotFound
from filegate.domain.keys import ApiKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef


class DynamoDBKeys:
    """A KeyRing."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def find(self, digest: str) -> ApiKey | None:
        item = item_at(self._dynamodb, self._table, _digest_key(digest))
        return _found(item) if item else None

    def add(self, key: ApiKey) -> None:
        puts = [put_new(self._table, item) for item in (_item_by_project(key), _item_by_digest(key))]
        try:
            commit(self._dynamodb, [self._project_exists(key.project), *puts], token=key.id)
        except ConditionFailed as refusal:
            if not refusal.failed[0]:
                raise
            raise ProjectNotFound(f"There is no project '{key.project}'.") from refusal

    def of(self, project: str) -> Sequence[ApiKey]:
        return [_listed(item) for item in items_under(self._dynamodb, self._table, partition(project), "K#")]

    def revoke(self, project: str, key_id: str, revoked_at: int) -> ApiKey:
        # A key's digest never changes, so reading it first takes nothing from the transaction.
        key = self._by_id(project, key_id)
        items = (item_key(project, f"K#{key_id}"), _digest_key(key.digest))
        commit(self._dynamodb, [self._revocation(item, revoked_at) for item in items], token=str(uuid4()))
        return self._by_id(project, key_id)

    def _by_id(self, project: str, key_id: str) -> ApiKey:
        item = item_at(self._dynamodb, self._table, item_key(project, f"K#{key_id}"))
        if item is None:
            raise KeyNotFound(f"Project '{project}' has no key '{key_id}'.")
        return _listed(item)

    def _project_exists(self, project: str) -> TransactWriteItemTypeDef:
        return {
            "ConditionCheck": {
                "TableName": self._table,
                "Key": item_key(project, "USAGE"),
                "ConditionExpression": "attribute_exists(PK)",
            }
        }

    def _revocation(self, key: Item, revoked_at: int) -> TransactWriteItemTypeDef:
        return {
            "Update": {
                "TableName": self._table,
                "Key": key,
                "UpdateExpression": "SET revoked_at = if_not_exists(revoked_at, :now)",
                "ConditionExpression": "attribute_exists(PK)",
                "ExpressionAttributeValues": {":now": number(revoked_at)},
            }
        }


def _digest_key(digest: str) -> Item:
    return {"PK": text(f"K#{digest}"), "SK": text("KEY")}


def _item_by_project(key: ApiKey) -> Item:
    record = {"name": text(key.name), "digest": text(key.digest), "created_at": number(key.created_at)}
    return item_key(key.project, f"K#{key.id}") | record


def _item_by_digest(key: ApiKey) -> Item:
    record = {"project": text(key.project), "key_id": text(key.id)}
    return _digest_key(key.digest) | record | {"name": text(key.name), "created_at": number(key.created_at)}


def _listed(item: Item) -> ApiKey:
    """The key of an item by project."""
    project, key_id = item["PK"]["S"].removeprefix("P#"), item["SK"]["S"].removeprefix("K#")
    return _key_of(item, key_id, project, item["digest"]["S"])


def _found(item: Item) -> ApiKey:
    """The key of an item by digest."""
    return _key_of(item, item["key_id"]["S"], item["project"]["S"], item["PK"]["S"].removeprefix("K#"))


def _key_of(item: Item, key_id: str, project: str, digest: str) -> ApiKey:
    revoked_at = int(item["revoked_at"]["N"]) if "revoked_at" in item else None
    return ApiKey(key_id, project, item["name"]["S"], digest, int(item["created_at"]["N"]), revoked_at)
