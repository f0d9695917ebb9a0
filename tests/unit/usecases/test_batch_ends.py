"""How a batch ends: completed, failed, cancelled or expired, and always once."""

from typing import Any
from unittest.mock import Mock

import pytest

from filegate.domain.batches import BatchStatus
from filegate.domain.errors import BatchDone, BatchNotFound
from filegate.domain.replies import Reply
from filegate.usecases.cancel_batch import cancel_batch
from filegate.usecases.finish_batch import finish_batch
from filegate.usecases.plan_batch import plan_batch
from tests.unit.usecases.batch_world import CHAT, WINDOW, World, reply, requests


def test_a_batch_that_somebody_else_ends_meanwhile_is_not_ended_again(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(requests(2))
    batch = world.planned()
    world.run(batch)
    join, ended = world.chunks.join, []

    def overtaken(*of: Any) -> Any:
        if not ended:
            ended.append(batch)
            world.finished(batch)
        return join(*of)

    close = Mock(wraps=world.batches.close)
    monkeypatch.setattr(world.chunks, "join", overtaken)
    monkeypatch.setattr(world.batches, "close", close)
    assert (world.finished(batch).status, close.call_count) == (BatchStatus.COMPLETED, 1)


def test_cancelling_keeps_what_was_answered_and_says_of_the_rest_that_it_was_cancelled() -> None:
    world = World(requests(10))

    async def cancelled_meanwhile(_: str, asked: dict[str, Any]) -> Reply:
        if asked["messages"][0]["content"] == "r3":
            cancel_batch(f"batch_{batch.id}", "acme", world)
            await _never()
        return reply()

    world.answer, batch = cancelled_meanwhile, world.planned()
    world.listed = [world.listed[0].__class__(name="one", base_url="https://one.test/v1", key="k", concurrency=1)]
    assert world.run(batch).done
    ended = world.finished(batch)
    codes = {line["error"]["code"] for line in world.lines(ended.error_id)}
    assert (ended.status, ended.counts.completed, codes) == (BatchStatus.CANCELLED, 3, {"batch_cancelled"})
    assert world.ids(ended) == [f"r{number}" for number in range(10)]


def test_a_batch_that_was_never_planned_can_be_cancelled() -> None:
    world = World(requests(2))
    batch = world.created()
    cancel_batch(f"batch_{batch.id}", "acme", world)
    assert plan_batch("acme", batch.id, world) == 0
    assert world.finished(batch).status == BatchStatus.CANCELLED


def test_what_was_not_answered_in_the_window_expires() -> None:
    world = World(requests(3))
    batch = world.planned()
    world.now += WINDOW * 1000
    world.run(batch)
    ended = world.finished(batch)
    assert (ended.status, world.asked) == (BatchStatus.EXPIRED, [])
    assert {line["error"]["code"] for line in world.lines(ended.error_id)} == {"batch_expired"}


def test_a_chunk_that_nobody_could_do_ends_with_errors() -> None:
    world = World(requests(3))
    ended = world.finished(world.planned())
    assert {line["error"]["code"] for line in world.lines(ended.error_id)} == {"server_error"}


def test_finishing_again_changes_nothing() -> None:
    world = World(requests(3))
    batch = world.done()
    files = dict(world.files.records)
    finish_batch("acme", batch.id, world.words, world)
    assert (world.current(batch), world.files.records) == (batch, files)


def test_the_life_of_the_files_begins_when_they_are_there_however_often_finishing_broke_off() -> None:
    world = World(requests(2))
    batch = world.created(output_lifetime=3_600)
    plan_batch("acme", batch.id, world)
    world.run(world.current(batch))
    world.batches.finalize(batch, (world.new_id(world.now), world.new_id(world.now)), world.now // 1000)
    world.now += 2 * 3_600_000
    ended = world.finished(batch)
    file = world.files.records["acme", ended.output_id or ""]
    assert (file.created_at, file.expires_at) == (world.now // 1000, world.now // 1000 + 3_600)


def test_cancelling_again_is_answered_alike() -> None:
    world = World(requests(1))
    spelled = f"batch_{world.planned().id}"
    assert cancel_batch(spelled, "acme", world) == cancel_batch(spelled, "acme", world)


def test_a_completed_batch_cannot_be_cancelled() -> None:
    world = World(requests(1))
    batch = world.done()
    with pytest.raises(BatchDone, match="Cannot cancel a batch with status 'completed'"):
        cancel_batch(f"batch_{batch.id}", "acme", world)


def test_the_batch_of_another_project_is_not_found() -> None:
    world = World(requests(1))
    batch = world.created(endpoint=CHAT)
    with pytest.raises(BatchNotFound):
        cancel_batch(f"batch_{batch.id}", "globex", world)


async def _never() -> None:
    import asyncio

    await asyncio.Event().wait()
