from dataclasses import replace

from filegate.domain.drops import Drop
from filegate.domain.projects import Project, Quota
from filegate.usecases.redrive_drops import redrive_rejected
from tests.builders import NOW
from tests.unit.usecases.drop_store import DropStore


def test_rejected_objects_become_files_when_what_was_wrong_is_mended() -> None:
    store = DropStore()
    dropped = [store.drop("initech/batch/a"), store.drop("nobody/batch/a")]
    store.ingest(*dropped)
    store.projects.add(Project("initech", created_at=NOW), Quota())
    store.drops.projects += ("initech",)
    assert redrive_rejected(store) == 2
    assert store.reasons() == {}
    assert store.ingest(*store.queue.waiting) == [None, None]
    assert list(store.reasons()) == ["nobody/batch/a"]
    store.check(dropped)


def test_objects_that_are_gone_are_only_forgotten() -> None:
    store = DropStore()
    dropped = store.drop("nobody/batch/a")
    store.ingest(dropped)
    store.zone.remove(dropped)
    assert redrive_rejected(store) == 0
    assert (store.reasons(), store.queue.waiting) == ({}, [])


def test_what_another_run_is_just_rejecting_is_left_to_it() -> None:
    store = DropStore()
    dropped = store.drop("nobody/batch/a")
    store.ingest(dropped)
    (rejection,) = store.drops.rejections(None)
    store.drops.reject(replace(rejection, rejected_at=NOW), "another run")
    assert redrive_rejected(store) == 0
    assert (store.drops.rejections(None), store.queue.waiting) == ([rejection], [])


def test_by_its_version_and_no_other_of_the_key() -> None:
    store = DropStore()
    dropped = store.drop("nobody/batch/a")
    store.ingest(dropped)
    store.drop("nobody/batch/a")
    redrive_rejected(store)
    assert store.queue.waiting == [Drop(dropped.key, dropped.version)]
