"""How a batch ends: completed, failed, cancelled or expired, and always once."""

from typing import Any
from unittest.mock import Mock

import pytest

from filegate.domain.batches import BatchStatus, Fault
from filegate.domain.errors import BatchDone, BatchNotFound, FileNotFound, InvalidInput
from filegate.domain.replies import Reply
from filegate.usecases.cancel_batch import cancel_batch
from filegate.usecases.finish_batch import finish_batch
from filegate.usecases.plan_batch import plan_batch
from filegate.usecases.resume_batches import resume_batches
from tests.builders import a_file
from tests.unit.usecases.batch_world import CHAT, WINDOW, World, reply, request, requests


def failed_with(content: bytes) -> list[Fault]:
    world = World(content)
    batch = world.planned()
    assert batch.status == BatchStatus.FAILED
    return list(batch.faults)


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


def test_a_new_batch_is_started_under_its_own_name() -> None:
    world = World(requests(1))
    batch = world.created()
    assert (batch.status, world.started) == (BatchStatus.VALIDATING, [batch.id])


def test_a_batch_that_could_not_be_started_is_there_and_is_found_later() -> None:
    world = World(requests(1))
    world.starting_fails = True
    batch = world.created()
    world.starting_fails, world.now = False, world.now + 181_000
    assert (resume_batches(world), world.started) == (1, [f"{batch.id}-{batch.created_at}-0"])


def test_a_batch_whose_new_execution_dies_unheard_gets_another_one() -> None:
    world = World(requests(1))
    batch = world.created()
    for _ in range(2):
        world.now += 1_000_000
        resume_batches(world)
    assert len({batch.id, *world.started}) == 3


def test_a_batch_that_was_just_heard_of_is_left_alone() -> None:
    world = World(requests(1))
    world.created()
    assert resume_batches(world) == 0


def test_an_unknown_input_file_is_not_found() -> None:
    with pytest.raises(FileNotFound):
        World().created(input_file_id="file-00000000000070008000000000000000")


def test_an_input_file_of_another_purpose_is_refused() -> None:
    world = World()
    other = a_file(purpose="evals")
    world.files.add(other)
    with pytest.raises(InvalidInput):
        world.created(input_file_id=other.id)


def test_an_empty_file_fails_the_batch() -> None:
    assert failed_with(b"")[0].code == "empty_file"


def test_each_wrong_line_is_named_with_what_is_wrong() -> None:
    content = b"\n".join(
        [
            request("a"),
            b"{nonsense",
            request("a"),
            request("b", url="/v1/embeddings"),
            request("c", body={"model": "other"}),
            request("d", method="GET"),
            b'{"custom_id": "e"}',
        ]
    )
    found = [(fault.line, fault.code, fault.param) for fault in failed_with(content)]
    assert found == [
        (2, "invalid_json_line", None),
        (3, "duplicate_custom_id", "custom_id"),
        (4, "url_mismatch", "url"),
        (5, "model_mismatch", "body.model"),
        (6, "invalid_method", "method"),
        (7, "missing_required_parameter", "method"),
    ]


def test_a_file_that_is_gone_fails_the_batch() -> None:
    world = World(requests(1))
    batch = world.created()
    world.files.records.clear()
    plan_batch("acme", batch.id, world)
    assert [fault.code for fault in world.current(batch).faults] == ["file_not_found"]


def test_a_plan_that_is_made_again_is_the_same() -> None:
    world = World(requests(1200))
    batch = world.planned()
    assert (batch.chunks, plan_batch("acme", batch.id, world)) == (3, 3)


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
