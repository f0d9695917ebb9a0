"""As `crash`, for functions that events start: it is the queue or the stream that asks again, for what failed."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from filegate.bootstrap import services
from tests.functions.calls import Event
from tests.reliability.account import Account, Outcome
from tests.reliability.batch_bench import BatchBench
from tests.reliability.crash import Case
from tests.reliability.invariants import Item
from tests.reliability.mischief import ORDERLY
from tests.reliability.queues import VISIBILITY_SECONDS
from tests.reliability.scenarios import Scenario
from tests.reliability.settled import told_of, unchecked, unpurged, untold, wrongly_ingested
from tests.reliability.time_to_live import removed_files, uncounted
from tests.reliability.whole_world import WholeWorld, no_threads

MOST_DELIVERIES = 5


class EventBench(BatchBench):
    """Each case has a world of its own, in which everything that follows is done, and ends well."""

    def __init__(self, function: str, scenario: Scenario, account: Account) -> None:
        super().__init__(function, scenario, account)
        self._dropped = list(services().zone.all(None))
        self._told_before = set() if scenario.tells else set(untold(()))
        self._removed = removed_files(self._event.get("Records", []))
        self._is_stream = "dynamodb" in self._event.get("Records", [{}])[0]

    def cases(self) -> Iterator[Case]:
        """A stream does not give up, but for something that it has tried for a day."""
        with no_threads():
            yield from (case for case in super().cases() if case.asks_again or not self._is_stream)

    def broken_by(self, case: Case) -> list[str]:
        self._world = WholeWorld(self._account, 0, ORDERLY)
        with ExitStack() as stack:
            stack.enter_context(no_threads())
            stack.enter_context(self._world.listening())
            return super().broken_by(case)

    def _ask_again(self, outcome: Outcome) -> Outcome:
        if "Records" not in self._event:
            return super()._ask_again(outcome)
        event = self._event
        for _ in range(MOST_DELIVERIES):
            event = self._left(event, outcome)
            if not event["Records"]:
                return outcome
            self._account.clock.advance(VISIBILITY_SECONDS)
            outcome = self._account.invoke(self._function, event, self.trace)
        return Outcome(500, value=f"{event} comes again and again")

    def _left(self, event: Event, outcome: Outcome) -> Event:
        """A function that failed has done nothing, as far as anybody knows."""
        if outcome.status != 200:
            return event
        failed = [each["itemIdentifier"] for each in outcome.value["batchItemFailures"]]
        records: list[Any] = event["Records"]
        if self._is_stream:
            numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
            return {"Records": records[min(map(numbers.index, failed), default=len(records)) :]}
        return {"Records": [record for record in records if record["messageId"] in failed]}

    def _uncounted(self) -> list[Item]:
        return uncounted(self._removed)

    def _state(self) -> str:
        """Who was told of what belongs to it, and of which new objects somebody still hears."""
        sent = self._world.bus.sent
        made = {event["detail"]["object"]["key"] for event in sent if "object" in event["detail"]}
        return repr((super()._state(), sorted(made), sorted(set(told_of(sent)))))

    def _follows(self) -> None:
        self._world.run()
        super()._follows()
        self._world.run()

    def _of_rest(self) -> Iterator[str]:
        self._follows()
        yield from super()._of_rest()
        yield from wrongly_ingested(self._dropped)
        yield from unchecked()
        yield from unpurged(self._account.clock.seconds)
        yield from set(untold(self._world.bus.sent)) - self._told_before
