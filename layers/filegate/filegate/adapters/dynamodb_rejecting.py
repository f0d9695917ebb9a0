"""Actions on the rejection of a dropped object, which one run at a time holds (item layout: dynamodb_items)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filegate.adapters.dynamodb_drop_items import rejection_item, rejection_key
from filegate.adapters.dynamodb_items import number, text
from filegate.domain.drops import HOLDING_SECONDS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.drops import Rejection

_FREE = "(attribute_not_exists(runner) OR running_until <= :now)"


def holding(table: str, rejection: Rejection, runner: str) -> TransactWriteItemTypeDef:
    """The update that makes it, or leaves it as it is, and gives it to the runner where nobody has it."""
    key, now = rejection_key(rejection.dropped.file_id), rejection.rejected_at
    fields = {name: value for name, value in rejection_item(rejection).items() if name not in key}
    kept = [f"#{name} = if_not_exists(#{name}, :{name})" for name in fields]
    values: Item = {f":{name}": value for name, value in fields.items()}
    return {
        "Update": {
            "TableName": table,
            "Key": key,
            "UpdateExpression": f"SET {', '.join(kept)}, runner = :runner, running_until = :until",
            "ConditionExpression": _FREE,
            "ExpressionAttributeNames": {f"#{name}": name for name in fields},
            "ExpressionAttributeValues": values
            | {":runner": text(runner), ":now": number(now), ":until": number(now + HOLDING_SECONDS)},
        }
    }


def releasing(table: str, rejection: Rejection, runner: str) -> TransactWriteItemTypeDef:
    return {
        "Update": {
            "TableName": table,
            "Key": rejection_key(rejection.dropped.file_id),
            "UpdateExpression": "REMOVE runner, running_until",
            "ConditionExpression": "runner = :runner",
            "ExpressionAttributeValues": {":runner": text(runner)},
        }
    }


def forgetting(table: str, rejection: Rejection, now: int) -> TransactWriteItemTypeDef:
    return {
        "Delete": {
            "TableName": table,
            "Key": rejection_key(rejection.dropped.file_id),
            "ConditionExpression": _FREE,
            "ExpressionAttributeValues": {":now": number(now)},
        }
    }
