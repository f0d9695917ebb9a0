from typing import Any

from filegate.adapters.dynamodb_items import Item, partition, text
from filegate.adapters.dynamodb_records import items_under


class PagesOfOne:
    """A DynamoDB client whose every Query stops after one item."""

    def __init__(self, *items: Item) -> None:
        self._items = items

    def query(self, **request: Any) -> dict[str, Any]:
        place = int(request.get("ExclusiveStartKey", {"place": {"N": "0"}})["place"]["N"])
        more = {"LastEvaluatedKey": {"place": {"N": str(place + 1)}}} if place + 1 < len(self._items) else {}
        return {"Items": [self._items[place]], **more}


def test_reads_on_where_dynamodb_stopped() -> None:
    items: list[Item] = [{"SK": text(f"K#{number}")} for number in range(3)]
    assert list(items_under(PagesOfOne(*items), "files", partition("acme"), "K#")) == items  # type: ignore[arg-type]
