"""What the Batches of the domain do, asked of the fake and of DynamoDB (moto) alike."""

from dataclasses import dataclass, replace

import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_batches import DynamoDBBatches
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.domain.batch_pages import BatchPageQuery
from filegate.domain.batches import Batch, BatchStatus, Counts, Fault, TokenUsage
from filegate.domain.chunks import Ending, Hold, Tally
from filegate.domain.errors import Conflict
from filegate.domain.idempotency import Claim
from filegate.domain.ports import Batches, FileCatalog
from tests.builders import NOW, a_batch, a_file, an_id
from tests.fakes.batches import InMemoryBatches
from tests.fakes.files import InMemoryFiles

IDS = (an_id(), an_id())


@dataclass
class Store:
    batches: Batches
    files: FileCatalog

    def planned(self, chunks: int = 2) -> Batch:
        batch = self.batches.add(a_batch())
        return self.batches.plan(batch, chunks=chunks, lines=10, model="m", now=NOW + 1)

    def held(self, batch: Batch, runner: str, tally: Tally | None = None, number: int = 0, now: int = NOW) -> bool:
        return self.batches.hold(Hold(batch, number, runner), tally, now + 60, now) is not None


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        files = InMemoryFiles()
        return Store(InMemoryBatches(files), files)
    request.getfixturevalue("project")
    return Store(DynamoDBBatches(dynamodb_client(), "files"), DynamoDBFiles(dynamodb_client(), "files"))


def a_claim(batch: Batch, **fields: object) -> Claim:
    described = {
        "project": batch.project,
        "key_digest": "digest",
        "fingerprint": "asked",
        "file_id": batch.id,
        "runner": batch.id,
        "running_until": 0,
        "ends_at": NOW + 3600,
    }
    return Claim(**(described | fields))  # type: ignore[arg-type]


def test_a_batch_is_found_as_it_was_recorded(store: Store) -> None:
    batch = a_batch(metadata={"team": "a", "empty": ""}, output_lifetime=3600)
    store.batches.add(batch)
    assert store.batches.get("acme", batch.id) == batch


def test_a_batch_is_nobody_elses(store: Store) -> None:
    assert store.batches.get("globex", store.batches.add(a_batch()).id) is None


def test_recording_it_again_changes_nothing(store: Store) -> None:
    batch = a_batch()
    assert store.batches.add(batch) == store.batches.add(batch)


def test_the_same_idempotency_key_finds_the_first_batch(store: Store) -> None:
    first, second = a_batch(), a_batch()
    store.batches.add(first, a_claim(first))
    assert store.batches.add(second, a_claim(second)) == first
    assert store.batches.get("acme", second.id) is None


def test_an_idempotency_key_is_for_one_request(store: Store) -> None:
    first, second = a_batch(), a_batch()
    store.batches.add(first, a_claim(first))
    with pytest.raises(Conflict):
        store.batches.add(second, a_claim(second, fingerprint="something else"))


def test_pages_go_from_the_newest_to_the_oldest(store: Store) -> None:
    ids = [store.batches.add(a_batch()).id for _ in range(5)]
    first = [batch.id for batch in store.batches.page(BatchPageQuery("acme", 2))]
    rest = [batch.id for batch in store.batches.page(BatchPageQuery("acme", 10, after=first[1]))]
    assert (first, rest) == (ids[:1:-1], ids[2::-1])


def test_a_planned_batch_is_in_progress(store: Store) -> None:
    batch = store.planned()
    assert (batch.status, batch.chunks, batch.model, batch.counts) == (BatchStatus.IN_PROGRESS, 2, "m", Counts(10))
    assert (dict(batch.reached), batch.heard_at) == ({BatchStatus.IN_PROGRESS: NOW + 1}, NOW + 1)


def test_the_first_plan_stands(store: Store) -> None:
    batch = store.planned()
    assert store.batches.plan(batch, chunks=9, lines=99, model="other", now=NOW + 2) == batch


def test_a_failed_batch_says_why_and_is_not_planned_any_more(store: Store) -> None:
    batch = store.batches.add(a_batch())
    faults = [Fault("empty_file", "The file is empty."), Fault("x", "Why.", line=3, param="url")]
    failed = store.batches.fail(batch, faults, NOW + 1)
    assert (failed.status, list(failed.faults)) == (BatchStatus.FAILED, faults)
    assert store.batches.plan(batch, chunks=1, lines=1, model=None, now=NOW + 2) == failed


def test_a_batch_is_cancelled_before_and_after_its_plan(store: Store) -> None:
    for batch in (store.batches.add(a_batch()), store.planned()):
        assert store.batches.cancel(batch, NOW + 2).status == BatchStatus.CANCELLING


def test_a_chunk_has_one_runner_until_it_lets_go_or_its_time_is_up(store: Store) -> None:
    batch = store.planned()
    assert store.held(batch, "one")
    assert store.held(batch, "one", now=NOW + 5)
    assert not store.held(batch, "two", now=NOW + 6)
    assert store.held(batch, "two", now=NOW + 65)
    assert not store.held(batch, "one", now=NOW + 66)


def test_chunks_are_held_apart_from_each_other(store: Store) -> None:
    batch = store.planned()
    assert store.held(batch, "one")
    assert store.held(batch, "two", number=1)


def test_a_chunk_that_is_not_planned_cannot_be_held(store: Store) -> None:
    assert not store.held(store.batches.add(a_batch()), "one")


def test_counts_are_what_the_chunks_have_come_to_however_often_they_tell(store: Store) -> None:
    batch = store.planned()
    for _ in range(2):
        store.held(batch, "one", Tally(completed=3, failed=1))
    store.held(batch, "two", Tally(completed=2), number=1)
    found = store.batches.get("acme", batch.id)
    assert found is not None
    assert found.counts == Counts(10, 5, 1)


def test_whoever_holds_a_chunk_hears_that_the_batch_is_being_cancelled(store: Store) -> None:
    batch = store.planned()
    store.batches.cancel(batch, NOW + 2)
    held = store.batches.hold(Hold(batch, 0, "one"), None, NOW + 60, NOW + 3)
    assert held is not None
    assert (held.status, held.heard_at) == (BatchStatus.CANCELLING, NOW + 3)


def test_the_ids_of_the_files_are_decided_once(store: Store) -> None:
    batch = store.batches.finalize(store.planned(), IDS, NOW + 2)
    again = store.batches.finalize(batch, (an_id(), an_id()), NOW + 3)
    assert (again.status, again.output_id, again.error_id) == (BatchStatus.FINALIZING, *IDS)
    assert again.reached[BatchStatus.FINALIZING] == NOW + 2


def test_a_cancelling_batch_stays_so_while_it_is_finished(store: Store) -> None:
    batch = store.batches.cancel(store.planned(), NOW + 2)
    found = store.batches.finalize(batch, IDS, NOW + 3)
    assert (found.status, found.output_id) == (BatchStatus.CANCELLING, IDS[0])


def test_a_batch_ends_with_its_files_counts_and_tokens(store: Store) -> None:
    batch = store.batches.finalize(store.planned(), IDS, NOW + 2)
    output = a_file(id=IDS[0], purpose="batch_output")
    error = a_file(id=IDS[1], purpose="batch_output")
    tally = Tally(9, 1, 0, TokenUsage(1, 2, 3, 4))
    ending = Ending(BatchStatus.COMPLETED, {"output": output, "error": error}, tally)
    ended = store.batches.close(batch, ending, NOW + 3)
    assert (ended.status, ended.counts, ended.usage) == (BatchStatus.COMPLETED, Counts(10, 9, 1), tally.usage)
    assert (list(ended.files), ended.reached[BatchStatus.COMPLETED]) == (["output", "error"], NOW + 3)
    assert store.files.get("acme", IDS[0]) == output
    assert store.files.count("acme", "batch_output") == 2


def test_a_batch_ends_once(store: Store) -> None:
    batch = store.batches.finalize(store.planned(), IDS, NOW + 2)
    output = a_file(id=IDS[0], purpose="batch_output")
    ended = store.batches.close(batch, Ending(BatchStatus.COMPLETED, {"output": output}, Tally(1)), NOW + 3)
    again = store.batches.close(batch, Ending(BatchStatus.EXPIRED, {"output": output}, Tally(2)), NOW + 4)
    assert (again, store.files.count("acme", "batch_output")) == (ended, 1)


def test_a_batch_may_end_without_files(store: Store) -> None:
    batch = store.batches.finalize(store.batches.cancel(store.batches.add(a_batch()), NOW), IDS, NOW)
    ended = store.batches.close(batch, Ending(BatchStatus.CANCELLED, {}, Tally()), NOW + 3)
    assert (ended.status, list(ended.files)) == (BatchStatus.CANCELLED, [])


def test_living_are_those_that_have_not_ended(store: Store) -> None:
    living = store.planned()
    store.batches.fail(store.batches.add(a_batch()), [Fault("x", "y")], NOW)
    ending = Ending(BatchStatus.COMPLETED, {}, Tally())
    store.batches.close(store.batches.finalize(store.planned(), IDS, NOW), ending, NOW)
    assert [batch.id for batch in store.batches.living()] == [living.id]


def test_a_cancelled_batch_takes_no_other_end(store: Store) -> None:
    batch = store.batches.finalize(store.planned(), IDS, NOW)
    stale = replace(batch, status=BatchStatus.CANCELLING)
    assert store.batches.close(stale, Ending(BatchStatus.CANCELLED, {}, Tally()), NOW).status == BatchStatus.FINALIZING
