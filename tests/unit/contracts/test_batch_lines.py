"""Lines of output and error files in each contract."""

import json
from typing import Any

import pytest

from filegate.contracts import CONTRACTS, contract_named
from filegate.contracts.batch_lines import line, words_of
from filegate.domain.replies import Attempt, Attempts, Reply, Unanswered, WhyNot
from tests.builders import a_batch

REPLY = Reply(200, b'{"a":1}', "req_7")


def failed(last_reply: Reply | None = None) -> Unanswered:
    attempts = Attempts()
    attempts.add(Attempt("first", None, "timeout"))
    attempts.add(Attempt("second", 503, "status"), last_reply)
    return Unanswered(WhyNot.PROVIDERS_FAILED, attempts)


def written(result: Reply | Unanswered, contract: str = "openai") -> Any:
    text = line("batch_req_1", "größe", result, contract_named(contract))
    assert text.endswith(b"\n")
    assert text.count(b"\n") == 1
    return json.loads(text)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_an_answer_is_as_openai_writes_it(contract: str) -> None:
    assert written(REPLY, contract) == {
        "id": "batch_req_1",
        "custom_id": "größe",
        "response": {"status_code": 200, "request_id": "req_7", "body": {"a": 1}},
        "error": None,
    }


@pytest.mark.parametrize("contract", ["openai", "maniac"])
def test_a_line_without_any_answer_has_an_error_with_code_and_message(contract: str) -> None:
    found = written(failed(), contract)
    assert (found["response"], found["error"]) == (
        None,
        {"code": "provider_error", "message": "No provider answered: 2 attempts failed, at first, second."},
    )


def test_a_line_that_was_answered_with_a_failure_shows_the_last_one() -> None:
    found = written(failed(Reply(503, b"{}", "")))
    assert (found["response"]["status_code"], found["error"]) == (503, None)


@pytest.mark.parametrize("last_reply", [None, Reply(503, b"{}", "")])
def test_ai_stats_tells_what_was_tried(last_reply: Reply | None) -> None:
    error = written(failed(last_reply), "ai-stats")["error"]
    assert (error["attempt_count"], error["failed_providers"], error["failed_statuses"]) == (
        2,
        ["first", "second"],
        [503],
    )
    assert [(each["provider"], each["type"], each["status"]) for each in error["failure_sample"]] == [
        ("first", "timeout", None),
        ("second", "status", 503),
    ]


def test_a_line_that_is_written_again_has_the_same_id_and_another_line_another() -> None:
    batch, words = a_batch(), words_of(contract_named("openai"))
    assert words(batch, 1, "a", REPLY) == words(batch, 1, "a", REPLY)
    assert json.loads(words(batch, 1, "a", REPLY))["id"] != json.loads(words(batch, 2, "a", REPLY))["id"]


def test_a_sample_has_the_last_few_attempts_and_the_count_has_all() -> None:
    attempts = Attempts()
    for number in range(20):
        attempts.add(Attempt("first", 500 + number, "status"))
    error = written(Unanswered(WhyNot.PROVIDERS_FAILED, attempts), "ai-stats")["error"]
    assert (error["attempt_count"], len(error["failure_sample"])) == (20, 5)
