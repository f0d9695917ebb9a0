"""Requests of a key in a minute, in DynamoDB: R#<key id>#<window>, RATE, with `hits`, and `ttl` to be forgotten by.

One update a request, sent once: a second try could count twice and would keep the request waiting.
IAM actions on the table: `hit` needs UpdateItem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.adapters.dynamodb_items import number, text
from filegate.domain.rates import WINDOW_SECONDS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT_SECONDS = 10 * WINDOW_SECONDS


class DynamoDBRates:
    """A RateCounter. Its client must not retry."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def hit(self, key_id: str, window: int) -> int:
        with unavailable_when_aws_fails("dynamodb", "UpdateItem"):
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key={"PK": text(f"R#{key_id}#{window}"), "SK": text("RATE")},
                UpdateExpression="ADD hits :one SET #ttl = :ttl",
                ExpressionAttributeNames={"#ttl": "ttl"},
                ExpressionAttributeValues={":one": number(1), ":ttl": number(window + _KEPT_SECONDS)},
                ReturnValues="UPDATED_NEW",
            )
        return int(answer["Attributes"]["hits"]["N"])
