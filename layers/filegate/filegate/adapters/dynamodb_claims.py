"""Idempotency keys in DynamoDB: I#<project>#<sha256 of the key>, CLAIM (layout: dynamodb_items).

IAM actions on the table: `take` needs PutItem and UpdateItem; `suspend` needs UpdateItem; `drop` needs DeleteItem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.dynamodb_items import Item, file_of, item_key, number, record_of, text
from filegate.domain.idempotency import Claim, still_running

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.domain.files import StoredFile

_OURS_AND_RUNNING = "runner = :runner AND attribute_not_exists(answer)"


class DynamoDBClaims:
    """The Claims of the domain."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._dynamodb = client
        self._table = table

    def take(self, claim: Claim, now: int) -> Claim | StoredFile:
        found = self._put(claim, now)
        if found is None or _claim_of(found, claim).runner == claim.runner:
            return claim
        earlier = _claim_of(found, claim)
        earlier.check_same_request(claim)
        if "answer" in found:
            return file_of(item_key(claim.project, f"F#{earlier.file_id}") | dict(found["answer"]["M"]))
        if earlier.running_until > now:
            raise still_running()
        return self._take_over(earlier, claim)

    def suspend(self, claim: Claim) -> None:
        self._update(claim, "SET running_until = :until", _OURS_AND_RUNNING, {":until": number(0)})

    def drop(self, claim: Claim) -> bool:
        try:
            with unavailable_when_aws_fails("dynamodb", "DeleteItem"):
                self._dynamodb.delete_item(
                    TableName=self._table,
                    Key=_key(claim),
                    ConditionExpression=f"attribute_not_exists(PK) OR ({_OURS_AND_RUNNING})",
                    ExpressionAttributeValues={":runner": text(claim.runner)},
                )
        except ClientError as error:
            _found(error)
            return False
        return True

    def _put(self, claim: Claim, now: int) -> Item | None:
        """None where the claim is ours now, else what is there. TTL deletes late, so the end is looked at here too."""
        try:
            with unavailable_when_aws_fails("dynamodb", "PutItem"):
                self._dynamodb.put_item(
                    TableName=self._table,
                    Item=_item(claim),
                    ConditionExpression="attribute_not_exists(PK) OR #ttl <= :now",
                    ExpressionAttributeNames={"#ttl": "ttl"},
                    ExpressionAttributeValues={":now": number(now)},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
        except ClientError as error:
            return _found(error)
        return None

    def _take_over(self, earlier: Claim, claim: Claim) -> Claim:
        """Of several who try at once one wins, and an attempt whose answer was lost finds that it has won."""
        taken = earlier.taken_over_by(claim)
        values = {
            ":until": number(taken.running_until),
            ":file": text(taken.file_id),
            ":earlier": text(earlier.runner),
        }
        found = self._update(
            claim,
            "SET runner = :runner, running_until = :until, file_id = :file",
            "runner = :earlier AND attribute_not_exists(answer)",
            values,
        )
        if found is not None and found["runner"] != text(claim.runner):
            raise still_running()
        return taken

    def _update(self, claim: Claim, expression: str, condition: str, values: Item) -> Item | None:
        """None where it was done, else the item that did not fit the condition."""
        try:
            with unavailable_when_aws_fails("dynamodb", "UpdateItem"):
                self._dynamodb.update_item(
                    TableName=self._table,
                    Key=_key(claim),
                    UpdateExpression=expression,
                    ConditionExpression=condition,
                    ExpressionAttributeValues={":runner": text(claim.runner)} | values,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
        except ClientError as error:
            return _found(error)
        return None


def answering(table: str, claim: Claim, file: StoredFile) -> TransactWriteItemTypeDef:
    """The action that keeps the answer, in the transaction that makes the file. IAM action: UpdateItem."""
    return {
        "Update": {
            "TableName": table,
            "Key": _key(claim),
            "UpdateExpression": "SET answer = :answer",
            "ConditionExpression": "file_id = :file",
            "ExpressionAttributeValues": {":answer": {"M": record_of(file)}, ":file": text(file.id)},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
    }


def claiming(table: str, claim: Claim, now: int) -> TransactWriteItemTypeDef:
    """The action that takes a claim whose answer is made in the same transaction. IAM action: PutItem."""
    return {
        "Put": {
            "TableName": table,
            "Item": _item(claim),
            "ConditionExpression": "attribute_not_exists(PK) OR #ttl <= :now",
            "ExpressionAttributeNames": {"#ttl": "ttl"},
            "ExpressionAttributeValues": {":now": number(now)},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
    }


def same_claim(found: Item | None, claim: Claim) -> Claim:
    """The claim that a `claiming` met. Raises Conflict where that is for something else."""
    if found is None:
        raise still_running()
    earlier = _claim_of(found, claim)
    earlier.check_same_request(claim)
    return earlier


def _found(error: ClientError) -> Item:
    if error_code(error) != "ConditionalCheckFailedException":
        raise error
    return cast("Item", error.response.get("Item", {}))


def _key(claim: Claim) -> Item:
    return {"PK": text(f"I#{claim.project}#{claim.key_digest}"), "SK": text("CLAIM")}


def _item(claim: Claim) -> Item:
    return _key(claim) | {
        "fingerprint": text(claim.fingerprint),
        "file_id": text(claim.file_id),
        "runner": text(claim.runner),
        "running_until": number(claim.running_until),
        "ttl": number(claim.ends_at),
    }


def _claim_of(item: Item, same_key: Claim) -> Claim:
    return Claim(
        project=same_key.project,
        key_digest=same_key.key_digest,
        fingerprint=item["fingerprint"]["S"],
        file_id=item["file_id"]["S"],
        runner=item["runner"]["S"],
        running_until=int(item["running_until"]["N"]),
        ends_at=int(item["ttl"]["N"]),
    )
