"""The function of the drop zone, against AWS in this process."""

import json
from hashlib import sha256

import boto3
import pytest

from filegate.bootstrap import services
from filegate.domain.projects import QuotaChange
from tests.functions.calls import answers_lost, aws_calls, call_with_id, sample
from tests.functions.drop_calls import check, deliver, deliver_records, drop, files_of, message_of, tags_of

pytestmark = pytest.mark.usefixtures("deployed", "drop_bucket")


def test_the_sample_event_makes_files_of_the_good_and_rejects_the_other() -> None:
    records = sample("ingest_object")["Records"]
    dropped = [drop(json.loads(record["body"])["detail"]["object"]["key"]) for record in records]
    assert deliver(*dropped) == []
    assert sorted(file.name for file in files_of("acme")) == ["requests 2026-11-22.jsonl", "träining+set.jsonl"]
    assert tags_of(dropped[1]) == {"filegate-rejected": "unknown_project"}
    check(*dropped)


def test_messages_about_objects_that_are_gone_are_done() -> None:
    assert deliver_records(*sample("ingest_object")["Records"]) == []


def test_a_file_that_was_dropped_is_a_file_like_any_other() -> None:
    content = b'{"custom_id":"1"}\n'
    deliver(drop("acme/batch/a.jsonl", content))
    (file,) = files_of("acme")
    shown = call_with_id("get_file", f"file-{file.id}").json
    assert (shown["filename"], shown["purpose"], shown["bytes"]) == ("a.jsonl", "batch", len(content))
    assert file.digest == f"sha256:{sha256(content).hexdigest()}"
    assert call_with_id("get_file_content", f"file-{file.id}").content == content


@pytest.mark.parametrize(
    "body", ["", "{}", "[]", "null", '{"detail":{"object":{}}}', '{"detail":{"object":{"key":1}}}', "[" * 100_000]
)
def test_a_message_that_cannot_be_read_fails_alone(body: str, capsys: pytest.CaptureFixture[str]) -> None:
    dropped = drop("acme/batch/a.jsonl")
    poison = message_of(dropped) | {"messageId": "poison", "body": body}
    assert deliver_records(poison, message_of(dropped)) == ["poison"]
    assert '"UnexpectedFailure":[1.0]' in capsys.readouterr().out
    check(dropped)


def test_twice_in_one_batch_and_again_later_is_one_file() -> None:
    dropped = drop("acme/batch/a.jsonl")
    assert deliver(dropped, dropped) == []
    assert deliver(dropped) == []
    check(dropped)


def test_an_overwritten_object_is_two_files() -> None:
    first, second = drop("acme/batch/a.jsonl", b"first"), drop("acme/batch/a.jsonl", b"second!")
    deliver(second)
    deliver(first)
    assert sorted(file.size for file in files_of("acme")) == [5, 7]
    check(first, second)


def test_other_tags_of_a_rejected_object_stay() -> None:
    dropped = drop("nobody/batch/a.jsonl")
    boto3.client("s3").put_object_tagging(
        Bucket="drop", Key=dropped.key, Tagging={"TagSet": [{"Key": "team", "Value": "ml"}]}
    )
    deliver(dropped)
    assert tags_of(dropped) == {"team": "ml", "filegate-rejected": "unknown_project"}


def test_a_project_that_is_made_later_does_not_change_a_rejection_by_itself() -> None:
    services().projects.change_quota("acme", QuotaChange(files=1))
    dropped = [drop(f"acme/batch/{number}") for number in range(3)]
    deliver(*dropped)
    services().projects.change_quota("acme", QuotaChange(files=10))
    deliver(*dropped)
    assert len(files_of("acme")) == 1
    check(*dropped)


def test_a_batch_of_one_project_is_one_transaction() -> None:
    dropped = [drop(f"acme/batch/{number}") for number in range(25)]
    with aws_calls() as made:
        assert deliver(*dropped) == []
    calls = {name: made.count(name) for name in made}
    of_each = dict.fromkeys(("HeadObject", "GetObjectTagging", "CopyObject", "DeleteObject"), 25)
    assert calls == of_each | {"GetItem": 1, "TransactWriteItems": 1}
    check(*dropped)


@pytest.mark.parametrize(
    ("purpose", "settings"), [("evals", {}), ("batch", {"AUTO_BATCH_TAGS": "false"}), ("batch", {"AUTO_BATCH": "acme"})]
)
def test_tags_are_asked_for_only_where_they_decide(
    purpose: str, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    dropped = drop(f"acme/{purpose}/a.jsonl", tags="auto-batch=true")
    with aws_calls() as made:
        deliver(dropped)
    assert "GetObjectTagging" not in made


def test_a_bulk_drop_takes_a_transaction_for_every_25_objects() -> None:
    dropped = [drop(f"acme/batch/{number}") for number in range(100)]
    with aws_calls() as made:
        for first in range(0, len(dropped), 25):
            assert deliver(*dropped[first : first + 25]) == []
    assert made.count("TransactWriteItems") == 4
    check(*dropped)


def test_a_lost_answer_of_the_transaction_is_made_up_for_by_the_next_delivery() -> None:
    dropped = [drop(f"acme/batch/{number}") for number in range(3)]
    with answers_lost("TransactWriteItems"):
        assert len(deliver(*dropped)) == 3
    assert deliver(*dropped) == []
    check(*dropped)


def test_nothing_is_begun_in_the_last_minute() -> None:
    dropped = drop("acme/batch/a.jsonl")
    assert deliver(dropped, left_ms=60_000) == [f"message of {dropped.version}"]
    assert files_of("acme") == []
