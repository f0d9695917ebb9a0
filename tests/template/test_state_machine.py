"""The state machine of batches: it calls our three steps, tries them again, and outlives none of them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests import sam

(MACHINE,) = sam.resources("AWS::Serverless::StateMachine").values()
GIVEN = MACHINE["DefinitionSubstitutions"]
DEFINITION = (sam.ROOT / MACHINE["DefinitionUri"]).read_text().replace("${ChunksAtOnce}", "10")
RUN = json.loads(DEFINITION)["States"]["Run"]


def states(within: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, state in within["States"].items():
        yield name, state
        if "ItemProcessor" in state:
            yield from states(state["ItemProcessor"])


TASKS = {name: state for name, state in states(json.loads(DEFINITION)) if state["Type"] == "Task"}


def function_of(task: dict[str, Any]) -> dict[str, Any]:
    return sam.functions()[GIVEN[task["Resource"][2:-1]]["Fn::GetAtt"][0]]


def test_everything_that_the_definition_leaves_open_is_given() -> None:
    left = {task["Resource"] for task in TASKS.values()} | {"${ChunksAtOnce}"}
    assert left == {f"${{{name}}}" for name in GIVEN}


@pytest.mark.parametrize("name", TASKS)
def test_a_step_is_tried_again_whatever_went_wrong(name: str) -> None:
    assert any(retry["ErrorEquals"] == ["States.ALL"] for retry in TASKS[name]["Retry"])


@pytest.mark.parametrize("name", TASKS)
def test_nobody_waits_for_a_step_for_longer_than_it_can_run(name: str) -> None:
    timeout = function_of(TASKS[name])["Timeout"]
    assert timeout < TASKS[name]["TimeoutSeconds"] <= timeout + 60


@pytest.mark.parametrize("name", TASKS)
def test_a_step_is_not_waited_for_so_long_that_its_batch_is_taken_for_lost(name: str) -> None:
    assert all(retry["MaxDelaySeconds"] <= 30 for retry in TASKS[name]["Retry"])


def test_a_chunk_that_nobody_can_do_does_not_stop_the_others() -> None:
    assert RUN["ToleratedFailurePercentage"] == 100


def test_the_map_is_a_distributed_one_over_the_chunks() -> None:
    assert RUN["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
    assert RUN["ItemsPath"] == "$.chunks"


def test_nothing_of_a_thousand_chunks_has_to_fit_into_the_state() -> None:
    assert RUN["ResultPath"] is None
    assert RUN["ItemProcessor"]["States"]["Nothing to tell"]["Result"] == 0


def test_the_machine_may_call_its_steps_and_itself_and_nothing_else() -> None:
    statements = [each for policy in MACHINE["Policies"] for each in policy["Statement"]]
    steps, start, follow = statements
    assert {each["Fn::GetAtt"][0] for each in steps["Resource"]} == sam.steps()
    name = MACHINE["Name"]["Fn::Sub"]
    assert start["Resource"]["Fn::Sub"].endswith(f":stateMachine:{name}")
    assert follow["Resource"]["Fn::Sub"].endswith(f":execution:{name}/*")
    assert not [each for each in statements if "*" in str(each["Action"])]
