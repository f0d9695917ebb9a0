from filegate.domain.drops import Drop, Reason
from tests.unit.usecases.drop_store import DropStore

MINUTE = 60


def asked(store: DropStore) -> list[str]:
    keys = [drop.key for drop in store.queue.waiting]
    store.queue.waiting = []
    return keys


def test_an_object_is_asked_for_by_its_version_when_it_is_15_minutes_old() -> None:
    store = DropStore()
    dropped = store.drop("acme/batch/a")
    store.now += 15 * MINUTE - 1
    assert store.sweep() == (0, True)
    store.now += 1
    assert store.sweep() == (1, True)
    assert store.queue.waiting == [Drop(dropped.key, dropped.version)]


def test_it_is_asked_for_ever_more_rarely() -> None:
    store = DropStore()
    store.drop("acme/batch/a")
    asked_at = []
    for quarters in range(1, 7 * 24 * 4):
        store.now += 15 * MINUTE
        asked_at += [quarters] * store.sweep()[0]
    assert asked_at == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]


def test_a_sweep_that_did_not_run_for_a_day_asks_for_all_that_became_due() -> None:
    store = DropStore()
    store.sweep()
    store.drop("acme/batch/a")
    store.now += 24 * 60 * MINUTE
    store.drop("acme/batch/b")
    assert store.sweep() == (1, True)


def test_rejected_objects_and_folders_are_left_alone() -> None:
    store = DropStore()
    store.ingest(store.drop("nobody/batch/a"))
    store.drop("acme/batch/", b"")
    assert store.reasons() == {"nobody/batch/a": Reason.UNKNOWN_PROJECT}
    store.now += 60 * MINUTE
    assert store.sweep() == (0, True)


def test_it_goes_on_where_it_stopped_and_then_starts_anew() -> None:
    store = DropStore()
    for number in range(250):
        store.drop(f"acme/batch/{number:03d}")
    store.now += 20 * MINUTE
    assert [store.sweep(until_ms=0), store.sweep(until_ms=0), store.sweep()] == [(100, False), (100, False), (50, True)]
    assert asked(store) == [f"acme/batch/{number:03d}" for number in range(250)]
    store.now += 20 * MINUTE
    assert store.sweep() == (250, True)


def test_twice_at_the_same_moment_asks_once() -> None:
    store = DropStore()
    store.drop("acme/batch/a")
    store.now += 20 * MINUTE
    assert [store.sweep(), store.sweep()] == [(1, True), (0, True)]
