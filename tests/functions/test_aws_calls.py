"""What each route asks of AWS: this is its price and most of its time, so a call more is a test that fails."""

import pytest

from tests.functions.calls import aws_calls, call, call_with_id, call_with_query, create, creation, invoke, sample

pytestmark = pytest.mark.usefixtures("deployed")


def test_create_is_one_put_and_one_transaction() -> None:
    with aws_calls() as made:
        call("create_file")
    assert made == ["PutObject", "TransactWriteItems"]


def test_get_is_one_read() -> None:
    file_id = create()
    with aws_calls() as made:
        call_with_id("get_file", file_id)
    assert made == ["GetItem"]


@pytest.mark.parametrize("query", [{}, {"purpose": "batch"}, {"limit": "1"}, {"offset": "2"}, {"order": "asc"}])
def test_list_is_one_query_and_one_read_for_the_total(query: dict[str, str]) -> None:
    for _ in range(3):
        create()
    with aws_calls() as made:
        call_with_query("list_files", **query)
    assert made == ["Query", "GetItem"]


def test_delete_is_one_read_and_one_transaction() -> None:
    file_id = create()
    with aws_calls() as made:
        call_with_id("delete_file", file_id)
    assert made == ["GetItem", "TransactWriteItems"]


def test_inline_content_is_one_read_and_one_get() -> None:
    file_id = create()
    with aws_calls() as made:
        call_with_id("get_file_content", file_id)
    assert made == ["GetItem", "GetObject"]


@pytest.mark.parametrize(
    ("function", "event"), [("get_file_content", "get_file_content.range"), ("get_file_url", "get_file_url")]
)
def test_an_url_is_one_read(function: str, event: str) -> None:
    file_id = create()
    with aws_calls() as made:
        call_with_id(function, file_id, sample(event))
    assert made == ["GetItem"]


def test_authorizing_is_one_read() -> None:
    with aws_calls() as made:
        invoke("authorize", sample("authorize"))
    assert made == ["GetItem"]


def test_a_malformed_key_or_id_or_form_costs_nothing() -> None:
    forged = sample("authorize")
    forged["headers"]["Authorization"] = "Bearer fg_forged"
    with aws_calls() as made:
        invoke("authorize", forged)
        call_with_id("get_file", "garbage")
        call("create_file", creation(b""))
    assert made == []
