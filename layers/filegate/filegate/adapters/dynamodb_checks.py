"""The write of a check's result (layout: dynamodb_items).

IAM actions on the table: UpdateItem, and PutItem where a batch comes with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import uuid4

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.dynamodb_batch_items import batch_item
from filegate.adapters.dynamodb_items import item_key, text
from filegate.adapters.dynamodb_records import put_new
from filegate.adapters.transactions import ConditionFailed, commit
from filegate.domain.files import FileStatus

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import UpdateTypeDef

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.batches import Batch
    from filegate.domain.files import StoredFile


def record_result(dynamodb: DynamoDBClient, table: str, checked: StoredFile, batch: Batch | None) -> Item | None:
    """None where it was done, else the item that did not wait for it; that is empty where the file is gone."""
    update = _update(table, checked)
    if batch is None:
        return _alone(dynamodb, update)
    try:
        commit(dynamodb, [{"Update": update}, put_new(table, batch_item(batch))], token=str(uuid4()))
    except ConditionFailed as refusal:
        if not refusal.failed[0]:
            raise
        return refusal.found[0] or {}
    return None


def _alone(dynamodb: DynamoDBClient, update: UpdateTypeDef) -> Item | None:
    try:
        with unavailable_when_aws_fails("dynamodb", "UpdateItem"):
            dynamodb.update_item(**update)
    except ClientError as error:
        if error_code(error) != "ConditionalCheckFailedException":
            raise
        return cast("Item", error.response.get("Item", {}))
    return None


def _update(table: str, checked: StoredFile) -> UpdateTypeDef:
    values = {":status": text(checked.status), ":uploaded": text(FileStatus.UPLOADED)}
    expression = "SET #status = :status"
    if checked.status_details:
        values[":details"] = text(checked.status_details)
        expression += ", status_details = :details"
    return {
        "TableName": table,
        "Key": item_key(checked.project, f"F#{checked.id}"),
        "UpdateExpression": expression,
        "ConditionExpression": "#status = :uploaded",
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": values,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
