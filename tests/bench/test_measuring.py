"""What the measurements rest on: the units that DynamoDB bills, and calls that are recorded and made again."""

from typing import Any

import pytest

from bench.capacity import read_units, write_units
from bench.recording import Call, recorded, replaced
from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from tests.builders import a_file
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
