"""From a dropped object to its batch: each once, or not at all."""

from itertools import permutations

import pytest

from filegate.adapters.json_texts import parse
from filegate.domain.auto_batches import AutoBatch, BatchTerms
from filegate.domain.batches import Batch
from filegate.domain.drops import DroppedObject
from filegate.domain.files import FileStatus, StoredFile
from filegate.domain.projects import Project, Quota
from filegate.domain.tombstones import Ending
from filegate.usecases.check_file import check_file
from filegate.usecases.redrive_drops import redrive_rejected
from tests.builders import LIMITS, NOW, a_line, unavailable
from tests.unit.usecases.drop_store import DropStore

KEY = "acme/batch/nightly.jsonl"
GOOD = a_line(url="/v1/embeddings")


class AutoStore(DropStore):
    """With what checking files needs besides, and the executions that were `started`."""

    batch_limits = LIMITS
    batch_terms = BatchTerms(window=86_400, output_lifetime=3600)
    parse_json = staticmethod(parse)
    executions = property(lambda self: self)

    def __init__(self) -> None:
        super().__init__()
        self.started: list[str] = []
        self.starting_fails = False

    def start(self, batch: Batch, name: str) -> None:
        if self.starting_fails:
            raise unavailable("StartExecution", "states")
        assert (batch.project, batch.id) in self.files.batches
        self.started.append(name)

    def tagged(self, key: str = KEY, content: bytes = GOOD) -> DroppedObject:
        dropped = self.drop(key, content)
        self.zone.tag(dropped, {"auto-batch": "true"})
        return dropped

    def check_all(self) -> list[StoredFile | None]:
        """What S3's event of each file does."""
        return [check_file(project, file_id, self) for project, file_id in list(self.files.records)]

    @property
    def batches(self) -> list[Batch]:
        return list(self.files.batches.values())


def test_a_tagged_object_becomes_a_file_and_then_a_batch_for_the_endpoint_of_its_lines() -> None:
    store = AutoStore()
    store.ingest(store.tagged())
    assert (store.batches, store.started) == ([], [])
    (file,) = store.check_all()
    (batch,) = store.batches
    assert file is not None
    assert (file.status, batch.input_file_id) == (FileStatus.PROCESSED, file.id)
    assert (batch.endpoint, batch.metadata) == ("/v1/embeddings", {"drop": "nightly.jsonl"})
    assert store.started == [batch.id]


@pytest.mark.parametrize("rules", [("*",), ("acme",), ("acme/night",)])
def test_an_object_that_a_rule_covers_needs_no_tag(rules: tuple[str, ...]) -> None:
    store = AutoStore()
    store.auto_batch = AutoBatch(rules, tags=False)
    store.ingest(store.drop(KEY, GOOD), store.drop("globex/evals/nightly.jsonl", GOOD))
    store.check_all()
    assert [batch.project for batch in store.batches] == ["acme"]


def test_without_tag_and_rule_there_is_no_batch() -> None:
    store = AutoStore()
    store.ingest(store.drop(KEY, GOOD))
    store.check_all()
    assert store.batches == []


def test_where_tags_do_not_count_there_is_no_batch() -> None:
    store = AutoStore()
    store.auto_batch = AutoBatch(tags=False)
    store.ingest(store.tagged())
    store.check_all()
    assert store.batches == []


def test_a_tagged_object_of_another_purpose_is_a_file_and_no_batch() -> None:
    store = AutoStore()
    store.ingest(store.tagged("acme/evals/nightly.jsonl"))
    store.check_all()
    assert (len(store.files.records), store.batches) == (1, [])


@pytest.mark.parametrize("content", [b"{}", GOOD + b"\n" + a_line(2, url="/v1/responses")])
def test_a_file_that_fails_its_check_becomes_no_batch(content: bytes) -> None:
    store = AutoStore()
    store.ingest(store.tagged(content=content))
    (file,) = store.check_all()
    assert file is not None
    assert (file.status, store.batches, store.started) == (FileStatus.ERROR, [], [])


@pytest.mark.parametrize("order", sorted(set(permutations("iicc"))))
def test_in_whatever_order_and_however_often_events_come_there_is_one_batch(order: tuple[str, ...]) -> None:
    store = AutoStore()
    dropped = store.tagged()
    for event in (*order, "c"):
        if event == "i":
            store.ingest(dropped)
        else:
            store.check_all()
    assert len(store.batches) == len(store.started) == 1


def test_two_checks_at_once_make_one_batch() -> None:
    store, other = AutoStore(), []
    store.ingest(store.tagged())
    record_check = store.files.record_check

    def both(checked: StoredFile, batch: Batch | None = None) -> bool:
        if not other:
            other.append(checked)
            store.now += 1
            store.check_all()
        return record_check(checked, batch)

    store.files.record_check = both  # type: ignore[method-assign]
    store.check_all()
    (batch,) = store.batches
    assert set(store.started) == {batch.id}


def test_a_file_that_is_deleted_before_its_check_becomes_no_batch_until_it_is_restored() -> None:
    store = AutoStore()
    store.ingest(store.tagged())
    ((key, file),) = store.files.records.items()
    store.files.bury(file, Ending.DELETED, deleted_at=NOW, purge_at=NOW + 60)
    assert (store.check_all(), store.batches) == ([], [])
    store.files.records[key] = store.files.tombstones.pop(key).file
    store.check_all()
    assert len(store.batches) == 1


def test_a_file_that_is_restored_after_its_check_is_no_second_batch() -> None:
    store = AutoStore()
    store.ingest(store.tagged())
    store.check_all()
    ((key, file),) = store.files.records.items()
    store.files.bury(file, Ending.DELETED, deleted_at=NOW, purge_at=NOW + 60)
    store.files.records[key] = store.files.tombstones.pop(key).file
    store.check_all()
    assert len(store.batches) == len(store.started) == 1


def test_a_batch_that_could_not_be_started_is_there() -> None:
    store = AutoStore()
    store.starting_fails = True
    store.ingest(store.tagged())
    store.check_all()
    assert (len(store.batches), store.started) == (1, [])


def test_an_object_that_was_rejected_becomes_a_batch_when_it_is_redriven() -> None:
    store = AutoStore()
    dropped = store.tagged("initech/batch/a.jsonl")
    store.ingest(dropped)
    assert (store.check_all(), list(store.drops.rejected)) == ([], [dropped.file_id])
    store.projects.add(Project("initech", created_at=NOW), Quota())
    store.drops.projects += ("initech",)
    redrive_rejected(store)
    store.ingest(*store.queue.waiting)
    store.check_all()
    assert [batch.project for batch in store.batches] == ["initech"]
