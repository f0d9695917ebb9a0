"""The work on a chunk, where results come in while others are being stored."""

from typing import NoReturn

import pytest

from filegate.domain.chunks import Hold, LineResult, Segment
from filegate.domain.replies import Reply
from filegate.usecases.chunk_work import ChunkWork, take_chunk
from tests.builders import unavailable
from tests.unit.usecases.batch_world import StorageUnavailable, World, reply, requests


def taken(world: World) -> ChunkWork:
    work = take_chunk(world.planned(), 0, world.words, world)
    assert work
    return work


def answered(work: ChunkWork, count: int = 1, result: Reply | None = None) -> None:
    for _ in range(count):
        work.record(work.left.popleft(), result or reply())


class SavedMeanwhile(Reply):
    """A reply that is just being recorded when the thread that stores comes to look for results."""

    work: ChunkWork

    @property
    def succeeded(self) -> bool:
        self.work.save()
        return True


def test_a_result_that_comes_in_while_others_are_stored_is_not_lost() -> None:
    work = taken(World(requests(2)))
    answered(work)
    slow = SavedMeanwhile(200, b"{}", "req_1")
    SavedMeanwhile.work = work
    answered(work, result=slow)
    work.seal()
    work.save()
    assert [list(segment.numbers) for segment in work.segments] == [[1, 2]]


def test_results_are_stored_whose_storing_failed_and_those_that_came_later_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it failed, it may have had its effect, and S3 writes nothing under a name that there is."""
    world = World(requests(3))
    work, put = taken(world), world.chunks.put_segment
    answered(work, 2)

    def lost(hold: Hold, results: list[LineResult]) -> NoReturn:
        put(hold, results)
        raise unavailable("PutObject")

    work.seal()
    with monkeypatch.context() as broken:
        broken.setattr(world.chunks, "put_segment", lost)
        with pytest.raises(StorageUnavailable):
            work.save()
    answered(work)
    work.seal()
    asked: list[list[int]] = []

    def once(hold: Hold, results: list[LineResult]) -> Segment:
        asked.append([result.number for result in results])
        return put(hold, results)

    monkeypatch.setattr(world.chunks, "put_segment", once)
    work.save()
    assert asked == [[1, 2], [3]]


def test_a_chunk_of_which_a_line_is_missing_has_no_result() -> None:
    work = taken(World(requests(2)))
    answered(work)
    work.left.clear()
    work.seal()
    work.save()
    with pytest.raises(LookupError):
        work.finish()
