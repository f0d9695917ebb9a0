"""What becomes of the lines of a batch: each is answered, or has an error, exactly once."""

import asyncio
from typing import Any

import pytest

from filegate.domain.batches import BatchStatus, TokenUsage
from filegate.domain.replies import NoReply, Reply
from tests.unit.usecases.batch_world import StorageUnavailable, World, provider, reply, requests

ALL = [f"r{number}" for number in range(10)]


def test_every_line_has_its_answer_in_the_output_file() -> None:
    world = World(requests(10))
    batch = world.done()
    assert (batch.status, world.ids(batch), list(batch.files)) == (BatchStatus.COMPLETED, ALL, ["output"])


def test_the_counts_add_up() -> None:
    async def refuse_some(_: str, asked: dict[str, Any]) -> Reply:
        return reply(400 if asked["messages"][0]["content"] in {"r1", "r2"} else 200)

    counts = World(requests(10), refuse_some).done().counts
    assert (counts.total, counts.completed, counts.failed) == (10, 8, 2)


def test_tokens_are_summed() -> None:
    async def counted(_: str, __: dict[str, Any]) -> Reply:
        return reply(usage=TokenUsage(3, 1, 2, 1))

    assert World(requests(10), counted).done().usage == TokenUsage(30, 10, 20, 10)


def test_a_refusal_of_the_provider_is_the_result_of_the_line() -> None:
    async def refuse(_: str, __: dict[str, Any]) -> Reply:
        return reply(404)

    world = World(requests(1), refuse)
    (line,) = world.lines(world.done().error_id)
    assert (line["response"]["status_code"], line["error"], len(world.asked)) == (404, None, 1)


def test_where_all_lines_fail_there_is_no_output_file_and_the_batch_is_completed() -> None:
    async def refuse(_: str, __: dict[str, Any]) -> Reply:
        return reply(400)

    batch = World(requests(3), refuse).done()
    assert (batch.status, list(batch.files)) == (BatchStatus.COMPLETED, ["error"])


def test_a_line_goes_to_the_next_provider_where_the_first_is_down() -> None:
    async def first_is_down(name: str, _: dict[str, Any]) -> Reply:
        if name == "first":
            raise NoReply("unreachable")
        return reply()

    world = World(requests(10), first_is_down)
    world.listed = [provider("first"), provider("second")]
    batch = world.done()
    assert (world.ids(batch), list(batch.files)) == (ALL, ["output"])


def test_a_line_goes_to_the_provider_of_its_model() -> None:
    world = World(requests(1))
    world.listed = [provider("other", models=["x-*"]), provider("ours", models=["m"])]
    world.done()
    assert world.asked == [("ours", "r0")]


def test_a_line_that_no_provider_serves_says_so() -> None:
    world = World(requests(1))
    world.listed = []
    (line,) = world.lines(world.done().error_id)
    assert (line["response"], line["error"]["code"]) == (None, "model_not_found")


def test_a_provider_that_says_when_is_asked_again_then() -> None:
    refused: list[int] = []

    async def limited_once(_: str, __: dict[str, Any]) -> Reply:
        refused.append(1)
        return reply(429, retry_after=7.0) if len(refused) == 1 else reply()

    world = World(requests(1), limited_once)
    batch = world.done()
    assert (world.slept, batch.counts.completed) == ([pytest.approx(7.25)], 1)


def test_a_provider_that_wants_to_be_left_alone_for_long_is_not_waited_for() -> None:
    async def limited(_: str, __: dict[str, Any]) -> Reply:
        return reply(429, retry_after=600.0)

    world = World(requests(3), limited)
    progress = world.run(world.planned())
    assert (progress.done, progress.pause, world.slept) == (False, 30.0, [])


def test_a_line_is_given_up_after_five_rounds_with_what_was_answered_last() -> None:
    async def broken(_: str, __: dict[str, Any]) -> Reply:
        return reply(503)

    world = World(requests(1), broken)
    (line,) = world.lines(world.done().error_id)
    assert (len(world.asked), line["response"]["status_code"]) == (5, 503)


def test_what_is_stored_is_not_sent_again_when_a_chunk_is_retried() -> None:
    world = World(requests(10))

    async def dies_at_the_end(_: str, asked: dict[str, Any]) -> Reply:
        if asked["messages"][0]["content"] == "r9":
            raise MemoryError
        return reply()

    world.answer, batch = dies_at_the_end, world.planned()
    with pytest.raises(MemoryError):
        world.run(batch)
    world.answer, first = None, list(world.asked)
    assert world.run(batch).done
    assert world.asked[len(first) :] == [("first", "r9")]
    assert world.ids(world.finished(batch)) == ALL


def test_a_chunk_that_has_its_result_is_not_done_again() -> None:
    world = World(requests(3))
    batch = world.planned()
    world.run(batch)
    asked = len(world.asked)
    assert (world.run(batch).done, len(world.asked)) == (True, asked)


def test_a_chunk_that_another_runner_holds_is_left_to_it() -> None:
    world = World(requests(3))
    batch = world.planned()
    world.batches.states[batch.id, 0].until = world.now // 1000 + 30
    assert (world.run(batch).done, world.asked) == (False, [])


def test_what_cannot_be_stored_raises_and_the_next_attempt_goes_on() -> None:
    world = World(requests(3))
    batch = world.planned()
    put, world.chunks.put_segment = world.chunks.put_segment, _fails
    with pytest.raises(StorageUnavailable):
        world.run(batch)
    world.chunks.put_segment = put  # type: ignore[method-assign]
    assert world.run(batch).done
    assert world.ids(world.finished(batch)) == ["r0", "r1", "r2"]


def test_at_the_end_of_its_time_a_chunk_is_left_to_be_gone_on_with() -> None:
    async def slow(_: str, asked: dict[str, Any]) -> Reply:
        if asked["messages"][0]["content"] in {"r0", "r1"}:
            return reply()
        await asyncio.Event().wait()
        raise AssertionError

    world = World(requests(6), slow)
    batch = world.planned()
    assert not world.run(batch, seconds=0).done
    world.answer = None
    assert world.run(batch).done
    assert world.ids(world.finished(batch)) == ALL[:6]


def _fails(*_: object) -> Any:
    raise StorageUnavailable(None)  # type: ignore[arg-type]
