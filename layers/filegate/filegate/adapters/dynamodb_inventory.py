"""A project's records in DynamoDB, in pages, for the sweep (item layout: dynamodb_items).

IAM actions on the table: `files`, `tombstones` and `sessions` need Query; `holders` and `counted` need GetItem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from filegate.adapters.aws import unavailable_when_aws_fails
from filegate.adapters.dynamodb_items import file_of, item_key, partition, text
from filegate.adapters.dynamodb_records import item_at
from filegate.adapters.dynamodb_tombstone_items import tombstone_key, tombstone_of
from filegate.adapters.dynamodb_upload_items import upload_key, upload_of
from filegate.domain.sweep import Counted, Holders, Page, Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from mypy_boto3_dynamodb import DynamoDBClient

    from filegate.adapters.dynamodb_items import Item
    from filegate.domain.files import StoredFile
    from filegate.domain.tombstones import Tombstone
    from filegate.domain.uploads import Upload

    T = TypeVar("T")

_ID_LENGTH = 32


class DynamoDBInventory:
    """A RecordInventory."""

    def __init__(self, client: DynamoDBClient, table: str, page_size: int = 1000) -> None:
        self._dynamodb = client
        self._table = table
        self._page_size = page_size

    def files(self, project: str, after: str) -> Page[StoredFile]:
        return self._page(project, "F#", after, file_of)

    def tombstones(self, project: str, after: str) -> Page[Tombstone]:
        return self._page(project, "T#", after, tombstone_of)

    def sessions(self, project: str, after: str) -> Page[Upload]:
        return self._page(project, "U#", after, upload_of)

    def holders(self, project: str, file_id: str) -> Holders:
        keys = (item_key(project, f"F#{file_id}"), tombstone_key(project, file_id), upload_key(project, file_id))
        with unavailable_when_aws_fails("dynamodb", "TransactGetItems"):
            answer = self._dynamodb.transact_get_items(
                TransactItems=[{"Get": {"TableName": self._table, "Key": key}} for key in keys]
            )
        file, stone, upload = (each.get("Item") for each in answer["Responses"])
        return Holders(
            file_of(file) if file else None,
            tombstone_of(stone) if stone else None,
            upload_of(upload) if upload else None,
        )

    def counted(self, project: str) -> Counted | None:
        item = item_at(self._dynamodb, self._table, item_key(project, "USAGE"))
        if item is None:
            return None
        numbers = {name: int(value["N"]) for name, value in item.items() if "N" in value}
        tally = Tally(
            numbers["file_count"],
            numbers["byte_count"],
            numbers["files_held"],
            numbers["bytes_held"],
            {name: int(value["N"]) for name, value in item["purposes"]["M"].items()},
        )
        return Counted(tally, numbers.get("changes", 0))

    def _page(self, project: str, kind: str, after: str, read: Callable[[Item], T]) -> Page[T]:
        """`$` comes after the `#` of parts' items, which follow their session's, and before the digits of other ids."""
        with unavailable_when_aws_fails("dynamodb", "Query"):
            answer = self._dynamodb.query(
                TableName=self._table,
                KeyConditionExpression="PK = :project AND SK BETWEEN :low AND :high",
                ExpressionAttributeValues={
                    ":project": partition(project),
                    ":low": text(f"{kind}{after}$" if after else kind),
                    ":high": text(f"{kind}~"),
                },
                ConsistentRead=True,
                Limit=self._page_size,
            )
        last = answer.get("LastEvaluatedKey")
        upto = last["SK"]["S"][len(kind) :][:_ID_LENGTH] if last else None
        return Page([read(item) for item in answer["Items"] if "#" not in item["SK"]["S"][len(kind) :]], upto)
