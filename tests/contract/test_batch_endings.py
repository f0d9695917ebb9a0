"""How the records of batches end, asked of the fake and of DynamoDB (moto) alike."""

from dataclasses import replace

from filegate.domain.batches import BatchStatus, Counts, Fault, TokenUsage
from filegate.domain.chunks import Ending, Tally
from tests.builders import NOW, a_batch, a_file, an_id
from tests.contract.batch_stores import IDS, BatchStore


def test_the_ids_of_the_files_are_decided_once(batch_store: BatchStore) -> None:
    batch = batch_store.batches.finalize(batch_store.planned(), IDS, NOW + 2)
    again = batch_store.batches.finalize(batch, (an_id(), an_id()), NOW + 3)
    assert (again.status, again.output_id, again.error_id) == (BatchStatus.FINALIZING, *IDS)
    assert again.reached[BatchStatus.FINALIZING] == NOW + 2


def test_a_cancelling_batch_stays_so_while_it_is_finished(batch_store: BatchStore) -> None:
    batch = batch_store.batches.cancel(batch_store.planned(), NOW + 2)
    found = batch_store.batches.finalize(batch, IDS, NOW + 3)
    assert (found.status, found.output_id) == (BatchStatus.CANCELLING, IDS[0])


def test_a_batch_ends_with_its_files_counts_and_tokens(batch_store: BatchStore) -> None:
    batch = batch_store.batches.finalize(batch_store.planned(), IDS, NOW + 2)
    output = a_file(id=IDS[0], purpose="batch_output")
    error = a_file(id=IDS[1], purpose="batch_output")
    tally = Tally(9, 1, 0, TokenUsage(1, 2, 3, 4))
    ending = Ending(BatchStatus.COMPLETED, {"output": output, "error": error}, tally)
    ended = batch_store.batches.close(batch, ending, NOW + 3)
    assert (ended.status, ended.counts, ended.usage) == (BatchStatus.COMPLETED, Counts(10, 9, 1), tally.usage)
    assert (list(ended.files), ended.reached[BatchStatus.COMPLETED]) == (["output", "error"], NOW + 3)
    assert batch_store.files.get("acme", IDS[0]) == output
    assert batch_store.files.count("acme", "batch_output") == 2


def test_a_batch_ends_once(batch_store: BatchStore) -> None:
    batch = batch_store.batches.finalize(batch_store.planned(), IDS, NOW + 2)
    output = a_file(id=IDS[0], purpose="batch_output")
    ended = batch_store.batches.close(batch, Ending(BatchStatus.COMPLETED, {"output": output}, Tally(1)), NOW + 3)
    again = batch_store.batches.close(batch, Ending(BatchStatus.EXPIRED, {"output": output}, Tally(2)), NOW + 4)
    assert (again, batch_store.files.count("acme", "batch_output")) == (ended, 1)


def test_a_batch_may_end_without_files(batch_store: BatchStore) -> None:
    batch = batch_store.batches.finalize(batch_store.batches.cancel(batch_store.batches.add(a_batch()), NOW), IDS, NOW)
    ended = batch_store.batches.close(batch, Ending(BatchStatus.CANCELLED, {}, Tally()), NOW + 3)
    assert (ended.status, list(ended.files)) == (BatchStatus.CANCELLED, [])


def test_living_are_those_that_have_not_ended(batch_store: BatchStore) -> None:
    living = batch_store.planned()
    batch_store.batches.fail(batch_store.batches.add(a_batch()), [Fault("x", "y")], NOW)
    ending = Ending(BatchStatus.COMPLETED, {}, Tally())
    batch_store.batches.close(batch_store.batches.finalize(batch_store.planned(), IDS, NOW), ending, NOW)
    assert [batch.id for batch in batch_store.batches.living()] == [living.id]


def test_a_cancelled_batch_takes_no_other_end(batch_store: BatchStore) -> None:
    batch = batch_store.batches.finalize(batch_store.planned(), IDS, NOW)
    stale = replace(batch, status=BatchStatus.CANCELLING)
    assert (
        batch_store.batches.close(stale, Ending(BatchStatus.CANCELLED, {}, Tally()), NOW).status
        == BatchStatus.FINALIZING
    )
