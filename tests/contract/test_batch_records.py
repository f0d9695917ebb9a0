"""What the Batches of the domain do, asked of the fake and of DynamoDB (moto) alike."""

import pytest

from filegate.domain.batch_pages import BatchPageQuery
from filegate.domain.batches import Batch, BatchStatus, Counts, Fault
from filegate.domain.chunks import Hold, Tally
from filegate.domain.errors import Conflict
from filegate.domain.idempotency import Claim
from tests.builders import NOW, a_batch
from tests.contract.batch_stores import BatchStore


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


def test_a_batch_is_found_as_it_was_recorded(batch_store: BatchStore) -> None:
    batch = a_batch(metadata={"team": "a", "empty": ""}, output_lifetime=3600)
    batch_store.batches.add(batch)
    assert batch_store.batches.get("acme", batch.id) == batch


def test_a_batch_is_nobody_elses(batch_store: BatchStore) -> None:
    assert batch_store.batches.get("globex", batch_store.batches.add(a_batch()).id) is None


def test_recording_it_again_changes_nothing(batch_store: BatchStore) -> None:
    batch = a_batch()
    assert batch_store.batches.add(batch) == batch_store.batches.add(batch)


def test_the_same_idempotency_key_finds_the_first_batch(batch_store: BatchStore) -> None:
    first, second = a_batch(), a_batch()
    batch_store.batches.add(first, a_claim(first))
    assert batch_store.batches.add(second, a_claim(second)) == first
    assert batch_store.batches.get("acme", second.id) is None


def test_an_idempotency_key_is_for_one_request(batch_store: BatchStore) -> None:
    first, second = a_batch(), a_batch()
    batch_store.batches.add(first, a_claim(first))
    with pytest.raises(Conflict):
        batch_store.batches.add(second, a_claim(second, fingerprint="something else"))


def test_pages_go_from_the_newest_to_the_oldest(batch_store: BatchStore) -> None:
    ids = [batch_store.batches.add(a_batch()).id for _ in range(5)]
    first = [batch.id for batch in batch_store.batches.page(BatchPageQuery("acme", 2))]
    rest = [batch.id for batch in batch_store.batches.page(BatchPageQuery("acme", 10, after=first[1]))]
    assert (first, rest) == (ids[:1:-1], ids[2::-1])


def test_a_planned_batch_is_in_progress(batch_store: BatchStore) -> None:
    batch = batch_store.planned()
    assert (batch.status, batch.chunks, batch.model, batch.counts) == (BatchStatus.IN_PROGRESS, 2, "m", Counts(10))
    assert (dict(batch.reached), batch.heard_at) == ({BatchStatus.IN_PROGRESS: NOW + 1}, NOW + 1)


def test_the_first_plan_stands(batch_store: BatchStore) -> None:
    batch = batch_store.planned()
    assert batch_store.batches.plan(batch, chunks=9, lines=99, model="other", now=NOW + 2) == batch


def test_a_failed_batch_says_why_and_is_not_planned_any_more(batch_store: BatchStore) -> None:
    batch = batch_store.batches.add(a_batch())
    faults = [Fault("empty_file", "The file is empty."), Fault("x", "Why.", line=3, param="url")]
    failed = batch_store.batches.fail(batch, faults, NOW + 1)
    assert (failed.status, list(failed.faults)) == (BatchStatus.FAILED, faults)
    assert batch_store.batches.plan(batch, chunks=1, lines=1, model=None, now=NOW + 2) == failed


def test_a_batch_is_cancelled_before_and_after_its_plan(batch_store: BatchStore) -> None:
    for batch in (batch_store.batches.add(a_batch()), batch_store.planned()):
        assert batch_store.batches.cancel(batch, NOW + 2).status == BatchStatus.CANCELLING


def test_a_chunk_has_one_runner_until_it_lets_go_or_its_time_is_up(batch_store: BatchStore) -> None:
    batch = batch_store.planned()
    assert batch_store.held(batch, "one")
    assert batch_store.held(batch, "one", now=NOW + 5)
    assert not batch_store.held(batch, "two", now=NOW + 6)
    assert batch_store.held(batch, "two", now=NOW + 65)
    assert not batch_store.held(batch, "one", now=NOW + 66)


def test_who_has_lost_a_chunk_does_not_get_it_back_when_it_is_free_again(batch_store: BatchStore) -> None:
    batch = batch_store.planned()
    batch_store.held(batch, "one")
    batch_store.held(batch, "two", now=NOW + 65)
    assert not batch_store.held(batch, "one", Tally(completed=1), now=NOW + 200)


def test_who_is_late_keeps_a_chunk_that_nobody_has_taken(batch_store: BatchStore) -> None:
    batch = batch_store.planned()
    batch_store.held(batch, "one")
    assert batch_store.held(batch, "one", Tally(completed=1), now=NOW + 200)


def test_chunks_are_held_apart_from_each_other(batch_store: BatchStore) -> None:
    batch = batch_store.planned()
    assert batch_store.held(batch, "one")
    assert batch_store.held(batch, "two", number=1)


def test_a_chunk_that_is_not_planned_cannot_be_held(batch_store: BatchStore) -> None:
    assert not batch_store.held(batch_store.batches.add(a_batch()), "one")


def test_counts_are_what_the_chunks_have_come_to_however_often_they_tell(batch_store: BatchStore) -> None:
    batch = batch_store.planned()
    batch_store.held(batch, "one")
    batch_store.held(batch, "two", number=1)
    for _ in range(2):
        batch_store.held(batch, "one", Tally(completed=3, failed=1))
    batch_store.held(batch, "two", Tally(completed=2), number=1)
    found = batch_store.batches.get("acme", batch.id)
    assert found is not None
    assert found.counts == Counts(10, 5, 1)


def test_whoever_holds_a_chunk_hears_that_the_batch_is_being_cancelled(batch_store: BatchStore) -> None:
    batch = batch_store.planned()
    batch_store.batches.cancel(batch, NOW + 2)
    held = batch_store.batches.hold(Hold(batch, 0, "one"), None, NOW + 60, NOW + 3)
    assert held is not None
    assert (held.status, held.heard_at) == (BatchStatus.CANCELLING, NOW + 3)
