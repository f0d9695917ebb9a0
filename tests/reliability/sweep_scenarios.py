"""The sweep of the store, among what crashes of other functions have left, while AWS goes wrong."""

import boto3

from tests.builders import an_id
from tests.functions.calls import Event, create, creation, sample
from tests.functions.drop_calls import drop, message_of
from tests.functions.upload_calls import cancel, of_upload, opened, part_event
from tests.reliability.account import Account
from tests.reliability.drop_scenarios import LARGE
from tests.reliability.event_scenarios import dropped_to_be_a_batch, uploaded
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.scenarios import Scenario

_OLD = 2 * 3600
_RETENTION = 31 * 86_400


def _sweeping(account: Account) -> Event:
    account.clock.advance(_OLD)
    return sample("sweep_store")


def _after_a_creation(account: Account) -> Event:
    account.invoke("create_file", creation(), Faulty(CRASH, "PutObject"))
    return _sweeping(account)


def _after_a_part(account: Account) -> Event:
    upload = opened(6)
    account.invoke("add_upload_part", of_upload(part_event(b"abc"), upload), Faulty(CRASH, "PutObject"))
    cancel(upload)
    return _sweeping(account)


def _after_a_copy(account: Account) -> Event:
    event = {"Records": [message_of(drop("acme/batch/a.jsonl", LARGE))]}
    account.invoke("ingest_object", event, Faulty(CRASH, "UploadPartCopy"))
    return _sweeping(account)


def _with_a_strange_upload(account: Account) -> Event:
    """Somebody has begun a multipart upload where parts are, which no function of ours does."""
    boto3.client("s3").create_multipart_upload(Bucket="bytes", Key=f"parts/acme/{an_id()}/{an_id()}")
    return _sweeping(account)


def _with_a_lost_check(account: Account) -> Event:
    uploaded(b"{}\n")
    return _sweeping(account)


def _with_a_batch_to_be(account: Account) -> Event:
    dropped_to_be_a_batch(account)
    return _sweeping(account)


def _with_bytes_that_came_back(account: Account) -> Event:
    """After a file was purged, a copy that was late has written its bytes once more."""
    file_id = create()
    account.invoke("delete_file", sample("delete_file") | {"pathParameters": {"file_id": file_id}})
    account.clock.advance(_RETENTION)
    account.invoke("purge_files", {})
    key = f"files/acme/{file_id.removeprefix('file-')}"
    boto3.client("s3").put_object(Bucket="bytes", Key=key, Body=b"{}\n")
    return _sweeping(account)


SWEEP_SCENARIOS = {
    "sweep_store": (
        Scenario(name="after a creation", ready=_after_a_creation, files=0),
        Scenario(name="after a part", ready=_after_a_part, files=0),
        Scenario(name="after a copy", ready=_after_a_copy, files=0),
        Scenario(name="with a strange upload", ready=_with_a_strange_upload, files=0),
        Scenario(name="with a lost check", ready=_with_a_lost_check, files=1),
        Scenario(name="with a batch to be", ready=_with_a_batch_to_be, files=1, most_batches=1),
        Scenario(name="with bytes that came back", ready=_with_bytes_that_came_back, files=0),
    ),
}
