"""What became of dropped objects, in DynamoDB (item layout: dynamodb_items).

A file's transaction holds only while there is no rejection of its id, and a rejection's only while there is no file,
so an object whose copy is thrown away after a rejection cannot become a file meanwhile.

IAM actions on the table: `register` needs PutItem, UpdateItem and ConditionCheckItem; `reject` needs
ConditionCheckItem.

IAM actions on rejections: `register` needs ConditionCheckItem; `reject` and `release` need UpdateItem; `forget` needs
DeleteItem.

IAM actions on the record of the sweep: `last_pass` needs GetItem; `keep_pass` needs PutItem.

IAM actions on the index by_purpose: `rejections` needs Query.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.adapters.dynamodb_drop_items import REJECTIONS, rejection_key, rejection_of
from filegate.adapters.dynamodb_items import Item, file_item, item_key, number, text
from filegate.adapters.dynamodb_records import all_items, item_at, put_new
from filegate.adapters.dynamodb_rejecting import forgetting, holding, releasing
from filegate.adapters.dynamodb_usage import counting_all, why_refused
from filegate.adapters.transactions import ConditionFailed, commit
from filegate.domain.drop_sweep import Pass
from filegate.domain.drops import DropBusy, Reason
from filegate.domain.errors import QuotaExceeded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.domain.drops import Rejection
    from filegate.domain.files import StoredFile

MOST_FILES = 33
"""In one transaction, which has 100 actions: three a file, and one for the project's usage."""

_ACTIONS_A_FILE = 3
_REJECTED = 2
_SWEEP: Item = {"PK": REJECTIONS, "SK": text("SWEEP")}


class DynamoDBDrops:
    """The DropRecords of the domain."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def register(self, files: Sequence[StoredFile]) -> Mapping[str, Reason]:
        refused: dict[str, Reason] = {}
        for first in range(0, len(files), MOST_FILES):
            refused |= self._register(files[first : first + MOST_FILES])
        return refused

    def reject(self, rejection: Rejection, runner: str) -> bool:
        project, file_id = rejection.dropped.claimed_project, rejection.dropped.file_id
        nothing = [self._none_at(item_key(project, f"{kind}#{file_id}")) for kind in "FT"]
        try:
            commit(self._dynamodb, [holding(self._table, rejection, runner), *nothing], token=str(uuid4()))
        except ConditionFailed as refusal:
            if not any(refusal.failed[1:]):
                raise DropBusy(f"{rejection.dropped.key} is being rejected by another run.") from refusal
            return False
        return True

    def release(self, rejection: Rejection, runner: str) -> None:
        with suppress(ConditionFailed):
            commit(self._dynamodb, [releasing(self._table, rejection, runner)], token=str(uuid4()))

    def rejections(self, limit: int | None) -> Sequence[Rejection]:
        request = {
            "TableName": self._table,
            "IndexName": "by_purpose",
            "KeyConditionExpression": "purpose_key = :rejections",
            "ExpressionAttributeValues": {":rejections": REJECTIONS},
            "ScanIndexForward": False,
        }
        return [rejection_of(item) for item in islice(all_items(self._dynamodb, request), limit)]

    def forget(self, rejection: Rejection, now: int) -> bool:
        try:
            commit(self._dynamodb, [forgetting(self._table, rejection, now)], token=str(uuid4()))
        except ConditionFailed:
            return False
        return True

    def last_pass(self) -> Pass:
        item = item_at(self._dynamodb, self._table, _SWEEP)
        if item is None:
            return Pass(began=0)
        after = item["after"]["S"] if "after" in item else None
        return Pass(int(item["began"]["N"]), int(item["before"]["N"]), after)

    def keep_pass(self, kept: Pass) -> None:
        item = _SWEEP | {"began": number(kept.began), "before": number(kept.before)}
        if kept.after is not None:
            item["after"] = text(kept.after)
        with unavailable_when_aws_fails("dynamodb", "PutItem"):
            self._dynamodb.put_item(TableName=self._table, Item=item)

    def _register(self, files: Sequence[StoredFile]) -> dict[str, Reason]:
        """Each try leaves out those that are decided already; where only the usage refuses, each is tried alone."""
        if not files:
            return {}
        actions = [action for file in files for action in self._adding(file)]
        try:
            commit(self._dynamodb, [*actions, counting_all(self._table, files)], token=str(uuid4()))
        except ConditionFailed as refusal:
            refused, left = _sorted_out(files, refusal)
            if len(left) < len(files):
                return refused | self._register(left)
            if len(files) == 1:
                return {files[0].id: _reason(files[0], refusal.found[-1])}
            return {file_id: reason for file in files for file_id, reason in self._register([file]).items()}
        return {}

    def _adding(self, file: StoredFile) -> list[TransactWriteItemTypeDef]:
        gone = self._none_at(item_key(file.project, f"T#{file.id}"))
        return [put_new(self._table, file_item(file)), gone, self._none_at(rejection_key(file.id))]

    def _none_at(self, key: Item) -> TransactWriteItemTypeDef:
        return {
            "ConditionCheck": {
                "TableName": self._table,
                "Key": key,
                "ConditionExpression": "attribute_not_exists(PK)",
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        }


def _sorted_out(files: Sequence[StoredFile], refusal: ConditionFailed) -> tuple[dict[str, Reason], list[StoredFile]]:
    """Of a failed transaction: why some were rejected before, and those that are not decided yet."""
    refused, left = {}, []
    for first, file in zip(range(0, len(refusal.failed), _ACTIONS_A_FILE), files, strict=False):
        rejection = refusal.found[first + _REJECTED]
        if rejection:
            refused[file.id] = rejection_of(rejection).reason
        elif not any(refusal.failed[first : first + _ACTIONS_A_FILE]):
            left.append(file)
    return refused, left


def _reason(file: StoredFile, usage: Item | None) -> Reason:
    if usage is None:
        return Reason.UNKNOWN_PROJECT
    return Reason.QUOTA_EXCEEDED if isinstance(why_refused(file, usage), QuotaExceeded) else Reason.TOO_MANY_PURPOSES
