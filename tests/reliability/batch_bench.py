"""As `crash`, for the functions of batches: what they leave, executions and time bring to its end."""

from collections.abc import Iterator
from contextlib import ExitStack

from tests.reliability.account import Account
from tests.reliability.batch_invariants import batches, broken_batches, unended_batches
from tests.reliability.batch_provider import CountingProvider, sending_to
from tests.reliability.crash import Bench, Case
from tests.reliability.scenarios import Scenario
from tests.reliability.stores import items
from tests.reliability.wire import wired
from tests.reliability.workflow import Workflow


class BatchBench(Bench):
    """Each case has executions of its own, and a provider that minds what it is asked."""

    def __init__(self, function: str, scenario: Scenario, account: Account) -> None:
        self._provider = CountingProvider()
        self._most = scenario.most_batches
        with sending_to(self._provider, account.clock), wired(Workflow(account.clock, account.invoke)):
            super().__init__(function, scenario, account)

    def cases(self) -> Iterator[Case]:
        with ExitStack() as stack:
            self._enter(stack)
            yield from list(super().cases())

    def broken_by(self, case: Case) -> list[str]:
        with ExitStack() as stack:
            self._enter(stack)
            return super().broken_by(case)

    def _enter(self, stack: ExitStack) -> None:
        self._provider, clock = CountingProvider(), self._account.clock
        self._workflow = Workflow(clock, self._account.invoke)
        stack.enter_context(sending_to(self._provider, clock))
        stack.enter_context(wired(self._workflow))

    def _broken_now(self) -> list[str]:
        return [*super()._broken_now(), *broken_batches(), *self._asked_again()]

    def _state(self) -> str:
        """Executions that have begun are as if they had not: whatever they do may be repeated."""
        return repr((super()._state(), sorted(self._workflow.executions)))

    def _follows(self) -> None:
        self._workflow.run()

    def _of_rest(self) -> Iterator[str]:
        self._workflow.run()
        yield from super()._of_rest()
        yield from broken_batches()
        yield from unended_batches()
        yield from self._asked_again()
        there = len(batches(items()))
        if self._most is not None and there > self._most:
            yield f"{there} batches at rest, and never more than {self._most} were asked for"

    def _asked_again(self) -> list[str]:
        return [f"{line} was sent again after its result was stored" for line in self._provider.again]
