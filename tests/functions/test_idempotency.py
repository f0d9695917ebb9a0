"""Idempotency-Key on POST /v1/files, as a client meets it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.functions.calls import Event, answers_lost, aws_calls, call, call_with_query, creation

pytestmark = pytest.mark.usefixtures("deployed")


def keyed(key: str, content: bytes = b"{}\n") -> Event:
    event = creation(content)
    event["headers"]["Idempotency-Key"] = key
    return event


def test_the_same_key_and_request_get_the_same_answer() -> None:
    first, second = (call("create_file", keyed("k")) for _ in range(2))
    assert (first.status, second.status) == (200, 200)
    assert first.json == second.json
    assert call_with_query("list_files").json["total"] == 1


def test_a_file_whose_answer_was_lost_is_answered_the_next_time() -> None:
    with answers_lost("TransactWriteItems"):
        assert call("create_file", keyed("k")).status == 503
    made = call("create_file", keyed("k")).json
    assert [file["id"] for file in call_with_query("list_files").json["data"]] == [made["id"]]


def test_the_same_key_for_another_request_is_a_conflict_that_no_retry_mends() -> None:
    call("create_file", keyed("k"))
    answer = call("create_file", keyed("k", b"other"))
    assert (answer.status, answer.headers["x-should-retry"]) == (409, "false")
    assert answer.error["param"] == "Idempotency-Key"


def test_fifty_requests_at_once_make_one_file() -> None:
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: call("create_file", keyed("k")), range(50)))
    ids = {answer.json["id"] for answer in answers if answer.status == 200}
    refused = [answer for answer in answers if answer.status != 200]
    assert len(ids) == 1
    assert {(answer.status, answer.headers["x-should-retry"]) for answer in refused} <= {(409, "true")}
    assert call_with_query("list_files").json["total"] == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "with\nbreak", "größe"])
def test_a_malformed_key_is_refused(key: str) -> None:
    answer = call("create_file", keyed(key))
    assert (answer.status, answer.error["param"]) == (400, "Idempotency-Key")


def test_a_key_costs_one_write_more_and_a_repetition_one_write_alone() -> None:
    with aws_calls() as made:
        call("create_file", keyed("k"))
        call("create_file", keyed("k"))
    assert made == ["PutItem", "PutObject", "TransactWriteItems", "PutItem"]
