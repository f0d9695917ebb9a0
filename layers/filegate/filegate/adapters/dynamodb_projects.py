"""Projects in DynamoDB (item layout: dynamodb_items). All of them are in one partition, so listing needs no Scan.

IAM actions on the table: `add` needs PutItem; `usage` needs GetItem; `change_quota` needs UpdateItem.

IAM actions on the list of projects: `add` needs PutItem; `all` needs Query.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from filegate.adapters.dynamodb_items import Item, item_key, number, text
from filegate.adapters.dynamodb_records import item_at, items_under, put_new
from filegate.adapters.dynamodb_usage import requota
from filegate.adapters.transactions import ConditionFailed, commit
from filegate.domain.errors import ProjectExists, ProjectNotFound
from filegate.domain.projects import Project, Quota, QuotaChange, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

_ALL = text("PROJECTS")


class DynamoDBProjects:
    """A ProjectRegistry."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def add(self, project: Project, quota: Quota) -> None:
        record: Item = {"PK": _ALL, "SK": text(f"P#{project.name}"), "created_at": number(project.created_at)}
        items = [record, _empty_usage(project.name, quota)]
        try:
            # A token of its own for each call: two calls that say the same are still two, and one must lose.
            commit(self._dynamodb, [put_new(self._table, item) for item in items], token=str(uuid4()))
        except ConditionFailed as refusal:
            raise ProjectExists(f"There is a project '{project.name}' already.") from refusal

    def all(self) -> Sequence[Project]:
        return [_project_of(item) for item in items_under(self._dynamodb, self._table, _ALL, "P#")]

    def usage(self, project: str) -> Usage:
        item = item_at(self._dynamodb, self._table, item_key(project, "USAGE"))
        if item is None:
            raise ProjectNotFound(f"There is no project '{project}'.")
        return _usage_of(item)

    def change_quota(self, project: str, change: QuotaChange) -> None:
        try:
            # A transaction of one action, because `commit` tries again when a file's transaction is in the way.
            commit(self._dynamodb, [requota(self._table, project, change)], token=str(uuid4()))
        except ConditionFailed as refusal:
            raise ProjectNotFound(f"There is no project '{project}'.") from refusal


def _empty_usage(project: str, quota: Quota) -> Item:
    return item_key(project, "USAGE") | {
        "file_count": number(0),
        "byte_count": number(0),
        "files_held": number(0),
        "bytes_held": number(0),
        "files_left": number(quota.files),
        "bytes_left": number(quota.size),
        "purposes": {"M": {}},
    }


def _project_of(item: Item) -> Project:
    return Project(item["SK"]["S"].removeprefix("P#"), int(item["created_at"]["N"]))


def _usage_of(item: Item) -> Usage:
    counters = {name: int(value["N"]) for name, value in item.items() if "N" in value}
    quota = Quota(
        size=counters["bytes_held"] + counters["bytes_left"], files=counters["files_held"] + counters["files_left"]
    )
    return Usage(counters["file_count"], counters["byte_count"], quota)
