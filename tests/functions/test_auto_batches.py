"""Dropped objects that become batches, through the functions one after another, against AWS in this process."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.stepfunctions_executions import StepFunctionsExecutions
from filegate.bootstrap import Services, services
from filegate.domain.batch_pages import BatchPageQuery
from filegate.domain.batches import Batch
from filegate.domain.drops import DroppedObject
from filegate.usecases.restore_file import restore_file
from tests.builders import unavailable
from tests.functions.batch_calls import CHAT, answer_lines, executed, of_batch, requests
from tests.functions.calls import answers_lost, aws_calls, call_with_id, sample
from tests.functions.calls import invoke as invoke_function
from tests.functions.drop_calls import deliver, drop
from tests.functions.ending_calls import HOUR, clock, run
from tests.functions.upload_calls import content_of

pytestmark = pytest.mark.usefixtures("deployed", "drop_bucket")

Later = Callable[[int], None]
TAG = "team=ml&auto-batch=true"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clock to so many seconds from now."""
    return lambda seconds: monkeypatch.setattr(Services, "now_ms", clock(seconds))


def tagged(content: bytes = b"") -> DroppedObject:
    return drop("acme/batch/nightly.jsonl", content or requests("a", "bad"), TAG)


def check(dropped: DroppedObject) -> list[Any]:
    """S3 tells that the copy is there."""
    event = sample("check_file")
    (record,) = event["Records"]
    body = json.loads(record["body"])
    body["detail"]["object"]["key"] = f"files/acme/{dropped.file_id}"
    event["Records"] = [record | {"body": json.dumps(body)}]
    failures: list[Any] = invoke_function("check_file", event)["batchItemFailures"]
    return failures


def batches() -> list[Batch]:
    return list(services().batches.page(BatchPageQuery("acme")))


def executions() -> list[str]:
    states = boto3.client("stepfunctions")
    machine = services().config.batch_state_machine
    return [each["name"] for each in states.list_executions(stateMachineArn=machine)["executions"]]


def test_a_tagged_object_becomes_a_batch_with_results(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_lines(monkeypatch)
    dropped = tagged()
    assert (deliver(dropped), check(dropped)) == ([], [])
    (batch,) = batches()
    assert executions() == [batch.id]
    shown = executed(f"batch_{batch.id}")
    assert (shown["status"], shown["endpoint"]) == ("completed", CHAT)
    assert (shown["input_file_id"], shown["metadata"]) == (f"file-{dropped.file_id}", {"drop": "nightly.jsonl"})
    (line,) = content_of(shown["output_file_id"]).splitlines()
    assert json.loads(line)["custom_id"] == "a"


def test_a_rule_of_the_deployment_needs_no_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTO_BATCH", "other,acme/night")
    monkeypatch.setenv("DEFAULT_EXPIRY", "batch_output=7200")
    dropped = drop("acme/batch/nightly.jsonl", requests("a"))
    deliver(dropped)
    check(dropped)
    assert [batch.output_lifetime for batch in batches()] == [7200]


def test_a_file_does_not_show_what_is_to_become_of_it() -> None:
    dropped, plain = tagged(), drop("acme/batch/plain.jsonl", requests("a"))
    deliver(dropped, plain)
    shown = [call_with_id("get_file", f"file-{each.file_id}").json for each in (dropped, plain)]
    assert shown[0].keys() == shown[1].keys()


def test_a_check_that_makes_a_batch_is_one_transaction_and_one_start_more() -> None:
    dropped = tagged()
    deliver(dropped)
    with aws_calls() as made:
        check(dropped)
    assert made == ["GetItem", "GetObject", "TransactWriteItems", "StartExecution"]


def test_the_same_events_again_make_no_second_batch() -> None:
    dropped = tagged()
    for _ in range(2):
        deliver(dropped, dropped)
        assert (check(dropped), check(dropped)) == ([], [])
    assert len(batches()) == len(executions()) == 1


def test_a_file_that_fails_its_check_becomes_no_batch() -> None:
    dropped = tagged(b"{}")
    deliver(dropped)
    check(dropped)
    assert call_with_id("get_file", f"file-{dropped.file_id}").json["status"] == "error"
    assert batches() == []


@pytest.mark.parametrize(("adapter", "method"), [(DynamoDBFiles, "record_check"), (StepFunctionsExecutions, "start")])
def test_a_check_that_is_broken_off_is_made_up_for(
    adapter: type, method: str, monkeypatch: pytest.MonkeyPatch, later: Later
) -> None:
    dropped = tagged()
    deliver(dropped)
    with monkeypatch.context() as broken:
        broken.setattr(adapter, method, _crash)
        assert len(check(dropped)) == 1
    assert check(dropped) == []
    later(HOUR)
    run("resume_batches")
    (batch,) = batches()
    assert {name[:32] for name in executions()} == {batch.id}


def test_a_write_whose_answer_is_lost_makes_one_batch(later: Later) -> None:
    dropped = tagged()
    deliver(dropped)
    with answers_lost("TransactWriteItems"):
        assert len(check(dropped)) == 1
    assert check(dropped) == []
    later(HOUR)
    assert run("resume_batches") == {"resumed": 1}
    assert [name[:32] for name in executions()] == [batch.id for batch in batches()]


def test_where_the_event_was_lost_the_sweep_makes_the_batch(later: Later) -> None:
    dropped = tagged()
    deliver(dropped)
    later(HOUR)
    assert run("sweep_store")["overdue_checks"] == 1
    assert executions() == [batch.id for batch in batches()]
    assert len(executions()) == 1


def test_a_file_that_was_deleted_before_its_check_becomes_a_batch_only_when_it_is_restored(later: Later) -> None:
    dropped = tagged()
    deliver(dropped)
    call_with_id("delete_file", f"file-{dropped.file_id}")
    check(dropped)
    assert batches() == []
    restore_file(f"file-{dropped.file_id}", ["acme"], services())
    later(HOUR)
    run("sweep_store")
    (batch,) = batches()
    assert of_batch("get_batch", f"batch_{batch.id}").json["input_file_id"] == f"file-{dropped.file_id}"


def test_a_step_function_that_is_down_is_no_failure_of_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise unavailable("StartExecution", "states")

    monkeypatch.setattr(StepFunctionsExecutions, "start", down)
    dropped = tagged()
    deliver(dropped)
    assert check(dropped) == []
    assert len(batches()) == 1


def _crash(*_: object) -> None:
    raise MemoryError
