"""That the interleavings find what is there to be found, try every order, and tell one that can be repeated."""

from collections.abc import Callable, Iterator, Sequence
from math import comb
from typing import Any

import pytest

from filegate.adapters.aws import dynamodb_client
from tests.functions.calls import create
from tests.reliability.account import Account, Outcome, new_account
from tests.reliability.file_operations import LINE, of_file
from tests.reliability.interleaving import Broken, Graph, Node
from tests.reliability.races import Operation
from tests.reliability.rerun import NotRepeatable
from tests.reliability.snapshots import fingerprint

KEY = {"PK": {"S": "COUNTER"}, "SK": {"S": "COUNTER"}}


@pytest.fixture
def account() -> Iterator[Account]:
    with new_account() as account:
        yield account


def count() -> int:
    item = dynamodb_client().get_item(TableName="files", Key=KEY).get("Item", {"count": {"N": "0"}})
    return int(item["count"]["N"])


def adding_to_what_was_read() -> Outcome:
    dynamodb_client().put_item(TableName="files", Item=KEY | {"count": {"N": str(count() + 1)}})
    return Outcome(200)


def adding_at_once() -> Outcome:
    dynamodb_client().update_item(
        TableName="files",
        Key=KEY,
        UpdateExpression="ADD #count :one",
        ExpressionAttributeNames={"#count": "count"},
        ExpressionAttributeValues={":one": {"N": "1"}},
    )
    return Outcome(200, value=count())


def lost_updates(node: Node) -> list[str]:
    node.moment.back()
    return [] if node.going or count() == len(node.runs) else [f"counted to {count()}"]


def graph_of(account: Account, *runs: Callable[[], Outcome], **more: Any) -> Graph:
    return Graph(account, [Operation(run.__name__, run) for run in runs], lost_updates, **more)


def test_a_race_is_found_and_its_schedule_repeats_it(account: Account) -> None:
    graph = graph_of(account, adding_to_what_was_read, adding_to_what_was_read)
    with pytest.raises(Broken, match="counted to 1") as broken:
        graph.schedules()
    with pytest.raises(Broken, match="counted to 1"):
        list(graph.follow(broken.value.schedule))
    assert len(list(graph.follow("0011"))) == 4


@pytest.mark.parametrize(("operations", "orders"), [(2, comb(4, 2)), (3, comb(6, 2) * comb(4, 2))])
def test_every_order_is_counted(account: Account, operations: int, orders: int) -> None:
    assert graph_of(account, *[adding_at_once] * operations).schedules() == orders


def test_going_on_from_every_node_once_misses_nothing_that_every_order_alone_comes_to(account: Account) -> None:
    file_id = create(LINE)
    operations = [of_file(account, name, file_id) for name in ("delete_file", "delete_file", "get_file")]

    def ends(*, merging: bool) -> tuple[int, set[tuple[Sequence[int], str]]]:
        seen = set()

        def judge(node: Node) -> list[str]:
            node.moment.back()
            if not node.going:
                seen.add((tuple(run.outcome.status for run in node.runs if run.outcome), fingerprint()))
            return []

        return Graph(account, operations, judge, merging=merging).schedules(), seen

    assert ends(merging=True) == ends(merging=False)


def test_an_operation_that_is_not_repeatable_is_told(account: Account) -> None:
    calls = iter(("get_item", "delete_item", "delete_item"))

    def moody() -> Outcome:
        for _ in range(2):
            getattr(dynamodb_client(), next(calls))(TableName="files", Key=KEY)
        return Outcome(200)

    with pytest.raises(NotRepeatable):
        graph_of(account, moody).schedules()
