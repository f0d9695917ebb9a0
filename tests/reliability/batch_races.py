"""Batches that are created, planned, worked on, cancelled, finished and resumed at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tests.reliability.account import Account, Outcome
from tests.reliability.batch_invariants import batches, broken_batches, unended_batches
from tests.reliability.batch_provider import CountingProvider, list_provider, sending_to
from tests.reliability.batch_scenarios import Given, asking, given
from tests.reliability.file_scenarios import keyed
from tests.reliability.invariants import broken_now
from tests.reliability.races import Operation, Race, Wrong, all_of, invoking
from tests.reliability.stores import items
from tests.reliability.wire import wired
from tests.reliability.workflow import Workflow

STALE = 200
LINES = ("1", "2:refused", "3")
ROUNDS = 3
Ready = Callable[[Account], Sequence[Operation]]


@contextmanager
def _batches_at_work(account: Account) -> Iterator[None]:
    """Executions are started, and nobody goes on with them before the operations have ended."""
    with sending_to(CountingProvider(), account.clock), wired(Workflow(account.clock, account.invoke)):
        yield


def _of(state: Callable[[Account], Given], *names: str) -> Ready:
    def ready(account: Account) -> list[Operation]:
        found = state(account)
        return [_named(account, found, name) for name in names]

    return ready


def _named(account: Account, found: Given, name: str) -> Operation:
    if name == "cancel_batch":
        return invoking(account, name, found.route(name))
    if name == "resume_batches":
        return invoking(account, name, ahead=STALE)
    if name == "run_chunk":
        return invoking(account, name, found.step(chunk=1))
    return invoking(account, name, found.step())


def _creating_twice(account: Account) -> list[Operation]:
    list_provider()
    event = keyed(asking(*LINES))
    return [invoking(account, "create_batch", event), invoking(account, "create_batch", event)]


def _finishing_twice(account: Account) -> list[Operation]:
    """By clocks that differ, as theirs do."""
    event = _done(account).step()
    return [invoking(account, "finish_batch", event), invoking(account, "finish_batch", event, ahead=1)]


def _new(account: Account) -> Given:
    return given(account, *LINES)


def _half_done(account: Account) -> Given:
    return _new(account).planned().ran(0)


def _done(account: Account) -> Given:
    return _half_done(account).ran(1)


def _fits(*statuses: int) -> Wrong:
    """Each ends with one of them. A step may also say that it is to come again, and nothing else."""

    def wrong(outcomes: Sequence[Outcome]) -> Iterator[str]:
        for outcome in outcomes:
            again = outcome.read is None and str(outcome.value).startswith("StorageUnavailable(")
            if outcome.status not in statuses and not again:
                yield f"answered {outcome.status}: {outcome.read.content[:200] if outcome.read else outcome.value}"
        yield from broken_batches()

    return wrong


def _one_batch(outcomes: Sequence[Outcome]) -> Iterator[str]:
    told = {outcome.read.json["id"] for outcome in outcomes if outcome.read}
    if len(told) != 1 or len(batches(items())) != 1:
        yield f"told of {told}, and there are {len(batches(items()))}"


def _ends(account: Account) -> list[str]:
    """Whatever stopped is resumed, and comes to its end."""
    workflow = Workflow(account.clock, account.invoke)
    with wired(workflow):
        for _ in range(ROUNDS):
            account.clock.advance(1000)
            account.invoke("resume_batches", {})
            workflow.run()
    return [*broken_now(), *broken_batches(), *unended_batches()]


def _race(name: str, ready: Ready, wrong: Wrong, *, always: bool = False) -> Race:
    return Race(name=name, ready=ready, wrong=wrong, wrong_at_rest=_ends, within=_batches_at_work, always=always)


BATCH_RACES = (
    _race("create/create of a batch with one key", _creating_twice, all_of(_fits(200), _one_batch)),
    _race("plan/cancel", _of(_new, "plan_batch", "cancel_batch"), _fits(200), always=True),
    _race("plan/plan", _of(_new, "plan_batch", "plan_batch"), _fits(200)),
    _race("run/cancel", _of(_half_done, "run_chunk", "cancel_batch"), _fits(200)),
    _race("run/run", _of(_half_done, "run_chunk", "run_chunk"), _fits(200)),
    _race("run/finish", _of(_half_done, "run_chunk", "finish_batch"), _fits(200)),
    _race("finish/finish", _finishing_twice, _fits(200)),
    _race("finish/cancel", _of(_done, "finish_batch", "cancel_batch"), _fits(200, 409)),
    _race("finish/resume", _of(_done, "finish_batch", "resume_batches"), _fits(200)),
)
