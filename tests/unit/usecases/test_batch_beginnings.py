"""How batches begin: they are recorded, started, planned, or fail for what is wrong in their file."""

import pytest

from filegate.domain.batches import BatchStatus, Fault
from filegate.domain.errors import FileNotFound, InvalidInput
from filegate.usecases.plan_batch import plan_batch
from filegate.usecases.resume_batches import resume_batches
from tests.builders import a_file
from tests.unit.usecases.batch_world import World, request, requests


def failed_with(content: bytes) -> list[Fault]:
    world = World(content)
    batch = world.planned()
    assert batch.status == BatchStatus.FAILED
    return list(batch.faults)


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
