"""The functions of batches, while AWS goes wrong."""

import json
from dataclasses import dataclass
from typing import Any

from tests.functions.batch_calls import CHAT
from tests.functions.calls import Event, create, sample
from tests.functions.upload_calls import json_event
from tests.reliability.account import Account
from tests.reliability.batch_provider import line, list_provider
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.file_scenarios import keyed
from tests.reliability.scenarios import Ready, Scenario

_DAY = 86_400
_KEY = "once"
_DONE = frozenset({409})
_STALE_SECONDS = 200
PLAIN = ("1", "2:refused", "3")
HARD = ("1:unreachable", "2:limited", "3:long-limited", "4:broken")


@dataclass(frozen=True)
class Given:
    """A batch that was created, and how its steps and routes are asked."""

    account: Account
    batch_id: str

    def step(self, **more: Any) -> Event:
        return {"project": "acme", "batch": self.batch_id, **more}

    def route(self, function: str) -> Event:
        return of_route(function, self.batch_id)

    def planned(self) -> "Given":
        return self._done("plan_batch", self.step())

    def ran(self, *chunks: int) -> "Given":
        for chunk in chunks:
            self._done("run_chunk", self.step(chunk=chunk))
        return self

    def cancelled(self) -> "Given":
        return self._done("cancel_batch", self.route("cancel_batch"))

    def died(self, function: str, event: Event, operation: str | int) -> "Given":
        """A run that dies when that was done."""
        self.account.invoke(function, event, Faulty(CRASH, operation))
        return self

    def overdue(self) -> "Given":
        self.account.clock.advance(_DAY + 1)
        return self

    def _done(self, function: str, event: Event) -> "Given":
        outcome = self.account.invoke(function, event)
        assert outcome.status == 200, outcome
        return self


def of_route(function: str, batch_id: str) -> Event:
    return sample(function) | {"pathParameters": {"batch_id": f"batch_{batch_id}"}}


def asking(*ids: str, **fields: Any) -> Event:
    """An event that creates a batch of these lines."""
    content = b"\n".join(json.dumps(line(each)).encode() for each in ids)
    body = {"input_file_id": create(content), "endpoint": CHAT, "completion_window": "24h"} | fields
    return json_event("create_batch", body)


def given(account: Account, *ids: str) -> Given:
    list_provider()
    outcome = account.invoke("create_batch", asking(*(ids or PLAIN)))
    assert outcome.read, outcome
    return Given(account, outcome.read.json["id"].removeprefix("batch_"))


def _creating(_: Account) -> Event:
    list_provider()
    return asking(*PLAIN)


def _creating_once(account: Account) -> Event:
    return keyed(_creating(account), _KEY)


def _created_before(account: Account) -> Event:
    event = _creating_once(account)
    account.invoke("create_batch", event)
    return event


def _stopped(account: Account) -> Event:
    """The executions of two batches have died, one before its plan and one after."""
    given(account).planned().ran(0)
    account.invoke("create_batch", asking(*PLAIN), Faulty(CRASH, "TransactWriteItems"))
    account.clock.advance(_STALE_SECONDS)
    return sample("resume_batches")


def _ran(account: Account) -> Given:
    return given(account).planned().ran(0, 1)


def _half_run(account: Account) -> Given:
    found = given(account, *PLAIN).planned()
    return found.died("run_chunk", found.step(chunk=0), "PutObject")


_RUN: dict[str, Ready] = {
    "plainly": lambda account: given(account).planned().step(chunk=0),
    "hard lines": lambda account: given(account, *HARD).planned().step(chunk=1),
    "broken off": lambda account: _half_run(account).step(chunk=0),
    "cancelled": lambda account: _half_run(account).cancelled().step(chunk=0),
    "overdue": lambda account: given(account).planned().overdue().step(chunk=0),
    "done": lambda account: _ran(account).step(chunk=0),
}
_FINISH: dict[str, Ready] = {
    "plainly": lambda account: _ran(account).step(chunks=[0, 1]),
    "in pieces": lambda account: given(account, "1", "2", "3", "4").planned().ran(0, 1).step(chunks=[0, 1]),
    "a chunk left": lambda account: _half_run(account).ran(1).step(chunks=[0, 1]),
    "cancelled": lambda account: given(account).planned().ran(0).cancelled().step(chunks=[0, 1]),
    "cancelled before its plan": lambda account: given(account).cancelled().step(chunks=[]),
    "overdue": lambda account: given(account).planned().ran(0).overdue().ran(1).step(chunks=[0, 1]),
}
_PLAN: dict[str, Ready] = {
    "plainly": lambda account: given(account).step(),
    "wrong": lambda account: given(account, "1", "1").step(),
    "cancelled": lambda account: given(account).cancelled().step(),
    "overdue": lambda account: given(account).overdue().step(),
}
_CANCEL: dict[str, Ready] = {
    "before its plan": lambda account: given(account).route("cancel_batch"),
    "half done": lambda account: given(account).planned().ran(0).route("cancel_batch"),
}


def _finished(account: Account) -> Event:
    found = _ran(account)
    account.invoke("finish_batch", found.step(chunks=[0, 1]))
    return found.route("cancel_batch")


def _scenarios(named: dict[str, Ready]) -> tuple[Scenario, ...]:
    return tuple(Scenario(name=name, ready=ready, most_batches=1) for name, ready in named.items())


BATCH_SCENARIOS = {
    "create_batch": (
        Scenario(name="plainly", ready=_creating),
        Scenario(name="once", ready=_creating_once, most_batches=1),
        Scenario(name="created before", ready=_created_before, most_batches=1),
    ),
    "get_batch": (Scenario(name="plainly", ready=lambda account: given(account).route("get_batch"), files=1),),
    "list_batches": (Scenario(name="plainly", ready=lambda account: given(account).route("list_batches"), files=1),),
    "cancel_batch": (*_scenarios(_CANCEL), Scenario(name="ended", ready=_finished, ends=_DONE, files=3)),
    "plan_batch": _scenarios(_PLAN),
    "run_chunk": _scenarios(_RUN),
    "finish_batch": _scenarios(_FINISH),
    "resume_batches": (Scenario(name="two", ready=_stopped, most_batches=2),),
}
