"""The project's usage item: what every transaction that adds or ends a file does to it, and what a new quota does.

`file_count` and `byte_count` are the files that show; `files_held` and `bytes_held` are those and what uploads have
reserved; the quota is held + left. They change only inside the transaction that writes the record of the file or
upload, never alone, so a retried call cannot count twice. Layout: dynamodb_items. IAM action on the table: UpdateItem.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from filegate.adapters.dynamodb_items import item_key, number
from filegate.domain.errors import FilegateError, InvalidInput, QuotaExceeded
from filegate.domain.purposes import MAX_PURPOSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef, UpdateTypeDef

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.files import StoredFile
    from filegate.domain.projects import QuotaChange
    from filegate.domain.uploads import Upload

_TAKE = """SET files_held = files_held + :one, files_left = files_left - :one,
 bytes_held = bytes_held + :size, bytes_left = bytes_left - :size,
 """
_GIVE_BACK = """SET files_held = files_held - :one, files_left = files_left + :one,
 bytes_held = bytes_held - :size, bytes_left = bytes_left + :size"""
_SHOW = """file_count = file_count + :one, byte_count = byte_count + :size,
 purposes.#purpose = if_not_exists(purposes.#purpose, :none) + :one"""
_HIDE = """file_count = file_count - :one, byte_count = byte_count - :size,
 purposes.#purpose = purposes.#purpose - :one"""
_KNOW_PURPOSE = "purposes.#purpose = if_not_exists(purposes.#purpose, :none)"
_ROOM = """files_left >= :one AND bytes_left >= :size
 AND (attribute_exists(purposes.#purpose) OR size(purposes) < :purposes)"""
_TAKE_ALL = (
    "SET files_held = files_held + :count, files_left = files_left - :count, file_count = file_count + :count, "
    "bytes_held = bytes_held + :size, bytes_left = bytes_left - :size, byte_count = byte_count + :size"
)
_LEFT = {":files": "files_left = :files - files_held", ":size": "bytes_left = :size - bytes_held"}
_NUMBERED = "changes = if_not_exists(changes, :none) + :one"
"""So that whoever sums up a project's files can tell that nothing has changed meanwhile."""

_EXISTS = "attribute_exists(PK)"


def counting(table: str, file: StoredFile) -> TransactWriteItemTypeDef:
    """The update that takes the file in, if the quota has room for it."""
    return _update(table, file, _TAKE + _SHOW, _ROOM)


def counting_all(table: str, files: Sequence[StoredFile]) -> TransactWriteItemTypeDef:
    """As `counting`, for files of one project at once.

    It may refuse them for their purposes too early, as a condition cannot add up how many of those are new.
    """
    names = _names_of_purposes(files)
    known = [f"(attribute_exists(purposes.{name}) OR size(purposes) <= :purposes)" for name in names]
    room = " AND ".join(("files_left >= :count AND bytes_left >= :size", *known))
    return _update_for_all(table, files, room, {":purposes": MAX_PURPOSES - len(names)})


def taking_in(table: str, files: Sequence[StoredFile]) -> TransactWriteItemTypeDef:
    """As `counting_all`, whether or not the quota has room for them."""
    return _update_for_all(table, files, _EXISTS, {})


def _names_of_purposes(files: Sequence[StoredFile]) -> dict[str, str]:
    return {f"#p{number}": purpose for number, purpose in enumerate(sorted({file.purpose for file in files}))}


def _update_for_all(
    table: str, files: Sequence[StoredFile], condition: str, values: dict[str, int]
) -> TransactWriteItemTypeDef:
    names, purposes = _names_of_purposes(files), Counter(file.purpose for file in files)
    shown = [f"purposes.{name} = if_not_exists(purposes.{name}, :none) + :n{name[2:]}" for name in names]
    values |= {":none": 0, ":one": 1, ":count": len(files), ":size": sum(file.size for file in files)}
    values |= {f":n{name[2:]}": purposes[purpose] for name, purpose in names.items()}
    return {
        "Update": {
            "TableName": table,
            "Key": item_key(files[0].project, "USAGE"),
            "UpdateExpression": ", ".join((_TAKE_ALL, _NUMBERED, *shown)),
            "ConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": {name: number(value) for name, value in values.items()},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
    }


def uncounting(table: str, file: StoredFile) -> TransactWriteItemTypeDef:
    """The update that gives back what the file took."""
    return _update(table, file, f"{_GIVE_BACK}, {_HIDE}", _EXISTS)


def reserving(table: str, upload: Upload) -> TransactWriteItemTypeDef:
    """The update that keeps room for the upload's file, if the quota has it, without showing a file yet."""
    return _update(table, upload, _TAKE + _KNOW_PURPOSE, _ROOM)


def releasing(table: str, upload: Upload) -> TransactWriteItemTypeDef:
    """The update that gives back what `reserving` took."""
    return _update(table, upload, _GIVE_BACK, _EXISTS)


def using(table: str, file: StoredFile) -> TransactWriteItemTypeDef:
    """The update that shows a file in the room that was reserved for it."""
    return _update(table, file, f"SET {_SHOW}", _EXISTS)


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


def why_refused(file: StoredFile | Upload, usage: Item | None) -> FilegateError:
    """The error for a `counting` whose condition failed on this usage item."""
    if usage is None:
        raise LookupError(f"project {file.project} has a key but no usage item")
    if int(usage["files_left"]["N"]) < 1:
        return QuotaExceeded("This project's quota of files is used up.", param="file")
    if int(usage["bytes_left"]["N"]) < file.size:
        return QuotaExceeded("This file would exceed the project's storage quota.", param="file")
    return InvalidInput(f"A project may use at most {MAX_PURPOSES} different purposes.", param="purpose")


def _update(table: str, what: StoredFile | Upload, expression: str, condition: str) -> TransactWriteItemTypeDef:
    """DynamoDB refuses values and names that the expressions do not use, so only those that they use go along."""
    expression = expression.replace("SET ", f"SET {_NUMBERED}, ", 1)
    used = f"{expression} {condition}"
    values = {":one": 1, ":size": what.size, ":none": 0, ":purposes": MAX_PURPOSES}
    update: UpdateTypeDef = {
        "TableName": table,
        "Key": item_key(what.project, "USAGE"),
        "UpdateExpression": expression.replace("\n", ""),
        "ConditionExpression": condition.replace("\n", ""),
        "ExpressionAttributeValues": {name: number(value) for name, value in values.items() if name in used},
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    if "#purpose" in used:
        update["ExpressionAttributeNames"] = {"#purpose": what.purpose}
    return {"Update": update}
