"""Step Functions for batches: executions by their names, which run the steps that statemachines/batch.asl.json has.

They go on one step at a time, so that a test may have several run beside each other, and may kill them.
"""

import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from botocore.awsrequest import AWSResponse

from tests import sam
from tests.functions.calls import Event
from tests.reliability.account import Outcome
from tests.reliability.clock import Clock
from tests.reliability.wire import Call, Onward

Invoke = Callable[[str, Event], Outcome]
Steps = Generator[None, None, Any]

FUNCTIONS = {"Plan": "plan_batch", "RunChunk": "run_chunk", "Finish": "finish_batch"}
MOST_STEPS = 5000

_STATES = json.loads((sam.ROOT / "statemachines/batch.asl.json").read_text().replace("${ChunksAtOnce}", "10"))["States"]
_TASKS = _STATES | _STATES["Run"]["ItemProcessor"]["States"]


class Failed(Exception):
    """A step was given up."""


@dataclass
class Execution:
    """`steps` are what is left of it, None once it has ended."""

    given: str
    steps: Steps | None


class Workflow:
    """A layer of the wire that takes StartExecution. `executions` are by name, in their order."""

    def __init__(self, clock: Clock, invoke: Invoke, random: Random | None = None) -> None:
        self.executions: dict[str, Execution] = {}
        self._clock = clock
        self._invoke = invoke
        self._random = random or Random(0)  # noqa: S311 - repeatable is what it has to be.

    def __call__(self, call: Call, onward: Onward) -> AWSResponse:
        if call.operation != "StartExecution":
            return onward()
        name, given = call.json["name"], call.json["input"]
        found = self.executions.get(name)
        if found and (found.steps is None or found.given != given):
            return call.refusal(400, "ExecutionAlreadyExists")
        self.executions.setdefault(name, Execution(given, self._batch(json.loads(given))))
        answer = {"executionArn": f"{call.json['stateMachineArn']}:{name}", "startDate": self._clock.seconds}
        return call.answer(200, json.dumps(answer).encode())

    @property
    def going(self) -> Sequence[Execution]:
        return [each for each in self.executions.values() if each.steps]

    def step(self) -> bool:
        """One of the executions goes on. Whether there was one."""
        if not self.going:
            return False
        execution = self._random.choice(self.going)
        try:
            if execution.steps:
                next(execution.steps)
        except (StopIteration, Failed):
            execution.steps = None
        return True

    def run(self) -> None:
        """Until all have ended."""
        for _ in range(MOST_STEPS):
            if not self.step():
                return
        raise AssertionError(f"still busy after {MOST_STEPS} steps")

    def kill_one(self) -> None:
        if self.going:
            self._random.choice(self.going).steps = None

    def _batch(self, given: Event) -> Steps:
        planned = yield from self._task("Plan", given)
        of = {"project": planned["project"], "batch": planned["batch"]}
        chunks = [self._chunk({**of, "chunk": chunk}) for chunk in planned["chunks"]]
        while chunks:
            chunk = self._random.choice(chunks)
            try:
                next(chunk)
            except (StopIteration, Failed):
                # What a chunk fails of is tolerated.
                chunks.remove(chunk)
            yield
        yield from self._task("Finish", {**planned, "chunks": planned["chunks"]})

    def _chunk(self, given: Event) -> Steps:
        while not (told := (yield from self._task("RunChunk", given)))["done"]:
            self._clock.advance(told["pause"])
            given = told

    def _task(self, state: str, given: Event) -> Steps:
        attempts = [0] * len(_TASKS[state]["Retry"])
        while True:
            outcome = self._invoke(FUNCTIONS[state], given)
            yield
            if outcome.status == 200:
                return outcome.value
            at = next(at for at, retry in enumerate(_TASKS[state]["Retry"]) if _fits(retry, outcome))
            retry = _TASKS[state]["Retry"][at]
            if attempts[at] == retry["MaxAttempts"]:
                raise Failed(state)
            delay = retry["IntervalSeconds"] * retry["BackoffRate"] ** min(attempts[at], 10)
            attempts[at] += 1
            self._clock.advance(self._random.random() * min(delay, retry["MaxDelaySeconds"]))


def _fits(retry: dict[str, Any], outcome: Outcome) -> bool:
    """Lambda names an error as its class; that of a process that died is none of ours."""
    names: list[str] = retry["ErrorEquals"]
    return names == ["States.ALL"] or str(outcome.value).partition("(")[0] in names
