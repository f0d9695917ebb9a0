"""The project's usage item: what every transaction that adds or ends a file does to it, and what a new quota does.

What is held changes only inside the transaction that writes the file's record, never alone, so a retried call cannot
count twice. Layout: dynamodb_items. IAM action on the table: UpdateItem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filegate.adapters.dynamodb_items import item_key, number
from filegate.domain.errors import FilegateError, InvalidInput, QuotaExceeded
from filegate.domain.files import StoredFile
from filegate.domain.projects import QuotaChange
from filegate.domain.purposes import MAX_PURPOSES

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.adapters.dynamodb_items import Item

_COUNT = """SET file_count = file_count + :one, files_left = files_left - :one,
 byte_count = byte_count + :size, bytes_left = bytes_left - :size,
 purposes.#purpose = if_not_exists(purposes.#purpose, :none) + :one"""
_ROOM = """files_left >= :one AND bytes_left >= :size
 AND (attribute_exists(purposes.#purpose) OR size(purposes) < :purposes)"""
_UNCOUNT = """SET file_count = file_count - :one, files_left = files_left + :one,
 byte_count = byte_count - :size, bytes_left = bytes_left + :size,
 purposes.#purpose = purposes.#purpose - :one"""
_LEFT = {":files": "files_left = :files - file_count", ":size": "bytes_left = :size - byte_count"}


def counting(table: str, file: StoredFile) -> TransactWriteItemTypeDef:
    """The update that takes the file in, if the quota has room for it."""
    values = {":none": number(0), ":purposes": number(MAX_PURPOSES)}
    return _update(table, file, {"UpdateExpression": _COUNT, "ConditionExpression": _ROOM}, values)


def uncounting(table: str, file: StoredFile) -> TransactWriteItemTypeDef:
    """The update that gives back what the file took."""
    return _update(table, file, {"UpdateExpression": _UNCOUNT}, {})


def requota(table: str, project: str, change: QuotaChange) -> TransactWriteItemTypeDef:
    """The update that sets the quota, exact whatever files come and go: it needs no reading, and may be repeated."""
    quota = {":files": change.files, ":size": change.size}
    given = {name: number(value) for name, value in quota.items() if value is not None}
    return {
        "Update": {
            "TableName": table,
            "Key": item_key(project, "USAGE"),
            "UpdateExpression": "SET " + ", ".join(_LEFT[name] for name in given),
            "ConditionExpression": "attribute_exists(PK)",
            "ExpressionAttributeValues": given,
        }
    }


def why_refused(file: StoredFile, usage: Item | None) -> FilegateError:
    """The error for a `counting` whose condition failed on this usage item."""
    if usage is None:
        raise LookupError(f"project {file.project} has a key but no usage item")
    if int(usage["files_left"]["N"]) < 1:
        return QuotaExceeded("This project's quota of files is used up.", param="file")
    if int(usage["bytes_left"]["N"]) < file.size:
        return QuotaExceeded("This file would exceed the project's storage quota.", param="file")
    return InvalidInput(f"A project may use at most {MAX_PURPOSES} different purposes.", param="purpose")


def _update(table: str, file: StoredFile, expressions: dict[str, str], values: Item) -> TransactWriteItemTypeDef:
    amounts = {":one": number(1), ":size": number(file.size)}
    return {
        "Update": {
            "TableName": table,
            "Key": item_key(file.project, "USAGE"),
            "UpdateExpression": expressions["UpdateExpression"].replace("\n", ""),
            "ConditionExpression": expressions.get("ConditionExpression", "attribute_exists(PK)").replace("\n", ""),
            "ExpressionAttributeNames": {"#purpose": file.purpose},
            "ExpressionAttributeValues": amounts | values,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
    }
