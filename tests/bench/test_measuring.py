"""What the measurements rest on: events, the units that DynamoDB bills, calls that are recorded and made again."""

from typing import Any

import pytest

from bench.bodies import KIB, MIB, batch_lines
from bench.capacity import read_units, write_units
from bench.deployed import memory_mb, route_of
from bench.document import PARTS, document
from bench.recording import Call, recorded, replaced
from bench.results import RESULTS, Goal
from bench.situations import SITUATIONS
from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.json_texts import parse
from filegate.domain.batch_check import what_is_wrong
from tests.builders import LIMITS, a_file
from tests.functions.calls import call, create


def a_call(method: str, **parameters: Any) -> Call:
    return Call(dynamodb_client(), method, (), parameters)


@pytest.mark.usefixtures("aws")
def test_a_read_of_one_item_is_one_unit_and_no_write() -> None:
    assert (read_units(a_call("get_item")), write_units(a_call("get_item"))) == (1, 0)


@pytest.mark.usefixtures("aws")
def test_a_page_of_an_index_costs_half_of_one_of_the_table() -> None:
    assert read_units(a_call("query", Limit=101)) == 2 * read_units(a_call("query", Limit=101, IndexName="by_purpose"))


@pytest.mark.usefixtures("deployed")
def test_adding_a_file_is_four_units_in_the_transaction_and_one_in_the_index() -> None:
    with recorded() as recording:
        DynamoDBFiles(dynamodb_client(), "files").add(a_file())
    assert [write_units(each) for each in recording.calls] == [5]


@pytest.mark.usefixtures("deployed")
def test_the_calls_of_a_function_are_recorded_in_their_order() -> None:
    with recorded() as recording:
        create()
    assert [each.method for each in recording.calls] == ["put_object", "transact_write_items"]


@pytest.mark.usefixtures("deployed")
def test_a_recorded_call_is_made_again_about_another_file() -> None:
    file = a_file()
    with recorded() as recording:
        DynamoDBFiles(dynamodb_client(), "files").add(file)
    recording.calls[0].again({file.id: "f" * 32})
    assert call("list_files").json["total"] == 2


def test_texts_are_replaced_wherever_they_stand() -> None:
    assert replaced({"a": ["x-1", {"b": "1"}], "c": b"1", "d": 1}, {"1": "2"}) == {
        "a": ["x-2", {"b": "2"}],
        "c": b"1",
        "d": 1,
    }


def test_every_function_is_measured(deployed: None, drop_bucket: str) -> None:
    assert {situation().function for situation in SITUATIONS.values()} == memory_mb().keys()


@pytest.mark.parametrize(
    ("method", "path", "found"),
    [
        ("GET", "/files", ("/files", "list_files", {})),
        ("DELETE", "/files/file-1", ("/files/{file_id}", "delete_file", {"file_id": "file-1"})),
        ("GET", "/files/file-1/content", ("/files/{file_id}/content", "get_file_content", {"file_id": "file-1"})),
    ],
)
def test_a_request_finds_the_function_of_its_route(method: str, path: str, found: tuple[Any, ...]) -> None:
    assert route_of(method, path) == found


@pytest.mark.parametrize("size", [KIB, MIB])
def test_the_batch_files_that_are_measured_are_as_they_should_be(size: int) -> None:
    content = batch_lines(size)
    assert size * 0.5 < len(content) <= size
    assert what_is_wrong(len(content), [content], LIMITS, parse) is None


def test_a_goal_that_is_just_reached_is_held() -> None:
    assert Goal("a", 1.0, 1.0).held
    assert not Goal("a", 1.01, 1.0).held


def test_the_document_says_which_goals_are_missed() -> None:
    machine = {"cpus": 2, "python": "3.11", "botocore": "1", "load": [0.1]}
    goals = [{"what": name, "value": 2, "most": 1, "unit": "ms", "held": name == "a"} for name in "ab"]
    text = "\n".join(document({"new": {"day": "2026-11-22", "machine": machine, "goals": goals, "figures": {}}}))
    assert "| a | 2 | 1 ms | held | 2026-11-22 |" in text
    assert "| b | 2 | 1 ms | **missed** | 2026-11-22 |" in text


def test_all_that_was_measured_has_its_part_of_the_document() -> None:
    assert {path.stem for path in RESULTS.glob("*.json")} == PARTS.keys()
