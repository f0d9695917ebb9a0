"""A checked file and the batch that it becomes, asked of the fakes and of DynamoDB (moto) alike."""

from dataclasses import replace

import pytest

from filegate.domain.auto_batches import BatchTerms, batch_of_file
from filegate.domain.batch_files import after_check, before_check
from filegate.domain.batches import Batch
from filegate.domain.files import StoredFile
from tests.builders import NOW, a_file
from tests.contract.batch_stores import BatchStore
from tests.contract.catalogs import bury


@pytest.fixture
def file(batch_store: BatchStore) -> StoredFile:
    """One that waits for its check, and is to become a batch."""
    file = before_check(a_file(auto_batch=True))
    batch_store.files.add(file)
    return file


def batch_of(file: StoredFile, now: int = NOW) -> Batch:
    return batch_of_file(file, "/v1/embeddings", BatchTerms(86_400, None), now)


def test_a_file_is_found_as_one_that_is_to_become_a_batch(batch_store: BatchStore, file: StoredFile) -> None:
    assert batch_store.files.get("acme", file.id) == file


def test_the_result_and_the_batch_are_recorded_together(batch_store: BatchStore, file: StoredFile) -> None:
    checked, batch = after_check(file, None), batch_of(file)
    assert batch_store.files.record_check(checked, batch)
    assert batch_store.files.get("acme", file.id) == checked
    assert batch_store.batches.get("acme", batch.id) == batch
    assert list(batch_store.batches.living()) == [batch]


def test_a_second_check_changes_neither(batch_store: BatchStore, file: StoredFile) -> None:
    checked, batch = after_check(file, None), batch_of(file)
    batch_store.files.record_check(checked, batch)
    assert batch_store.files.record_check(checked, batch_of(file, NOW + 5))
    assert not batch_store.files.record_check(after_check(file, "line 1: blank"))
    assert batch_store.batches.get("acme", batch.id) == batch


def test_a_file_that_failed_before_becomes_no_batch(batch_store: BatchStore, file: StoredFile) -> None:
    failed, batch = after_check(file, "line 1: blank"), batch_of(file)
    batch_store.files.record_check(failed)
    assert not batch_store.files.record_check(after_check(file, None), batch)
    assert batch_store.files.get("acme", file.id) == failed
    assert batch_store.batches.get("acme", batch.id) is None


def test_a_file_that_is_gone_becomes_no_batch(batch_store: BatchStore, file: StoredFile) -> None:
    bury(batch_store.files, file)
    batch = batch_of(file)
    for gone in (file, replace(file, project="globex")):
        assert not batch_store.files.record_check(after_check(gone, None), replace(batch, project=gone.project))
        assert batch_store.batches.get(gone.project, batch.id) is None
