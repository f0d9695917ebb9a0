"""How far the sweep has come, in DynamoDB: one item, SWEEP, STATE (layout: dynamodb_items).

IAM actions on the table: `begin`, `save` and `end` need UpdateItem.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.dynamodb_items import Item, number, text
from filegate.domain.sweep import Position

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEY: Item = {"PK": text("SWEEP"), "SK": text("STATE")}
_FREE = "attribute_not_exists(PK) OR running_until <= :now OR runner = :runner"


class DynamoDBSweeps:
    """A SweepLog."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def begin(self, runner: str, until: int, now: int) -> Position | None:
        values = {":runner": text(runner), ":until": number(until), ":now": number(now)}
        found = self._update("SET runner = :runner, running_until = :until", _FREE, values)
        if found is None:
            return None
        return Position.of(json.loads(found["reached"]["S"])) if "reached" in found else Position()

    def save(self, runner: str, position: Position) -> bool:
        values = {":runner": text(runner), ":reached": text(json.dumps(asdict(position)))}
        return self._update("SET reached = :reached", "runner = :runner", values) is not None

    def end(self, runner: str) -> None:
        self._update("SET running_until = :none", "runner = :runner", {":runner": text(runner), ":none": number(0)})

    def _update(self, expression: str, condition: str, values: Item) -> Item | None:
        """The item as it is now, or None where it did not fit the condition. Repeating it changes nothing."""
        try:
            with unavailable_when_aws_fails("dynamodb", "UpdateItem"):
                answer = self._dynamodb.update_item(
                    TableName=self._table,
                    Key=_KEY,
                    UpdateExpression=expression,
                    ConditionExpression=condition,
                    ExpressionAttributeValues=values,
                    ReturnValues="ALL_NEW",
                )
        except ClientError as error:
            if error_code(error) != "ConditionalCheckFailedException":
                raise
            return None
        return answer["Attributes"]
