"""What must hold at every node, and where all operations have ended."""

from collections.abc import Iterator

from pydantic import ValidationError

from filegate.contracts.schemas import schemas_named
from tests.reliability.account import Account, Outcome
from tests.reliability.interleaving import Node
from tests.reliability.invariants import broken_at_rest, broken_now
from tests.reliability.moments import Moment
from tests.reliability.races import Race
from tests.reliability.snapshots import fingerprint


class Referee:
    """Judges what it has judged before no second time."""

    def __init__(self, race: Race, account: Account) -> None:
        self._race = race
        self._account = account
        self._now: dict[bytes, list[str]] = {}
        self._at_rest: dict[str, list[str]] = {}

    def __call__(self, node: Node) -> list[str]:
        found = [] if node.going and self._race.unsettled else self._of_moment(node.moment)
        if node.going:
            return found
        outcomes = [run.outcome for run in node.runs if run.outcome]
        answers = [sentence for outcome in outcomes for sentence in _of_shape(outcome)]
        node.moment.back()
        return [*found, *answers, *self._race.wrong(outcomes), *self._of_rest(node.moment)]

    def _of_moment(self, moment: Moment) -> list[str]:
        if moment.digest not in self._now:
            moment.back()
            self._now[moment.digest] = broken_now()
        return self._now[moment.digest]

    def _of_rest(self, moment: Moment) -> list[str]:
        moment.back()
        state = fingerprint()
        if state not in self._at_rest:
            failed = [outcome for outcome in self._account.settle() if outcome.status != 200]
            self._at_rest[state] = [
                *(f"what time starts ended with {outcome}" for outcome in failed),
                *broken_at_rest(),
                *self._race.wrong_at_rest(self._account),
            ]
            moment.back()
        return self._at_rest[state]


def _of_shape(outcome: Outcome) -> Iterator[str]:
    if outcome.read and outcome.status >= 400:
        try:
            schemas_named("openai").ERRORS[0].model_validate_json(outcome.read.content)
        except ValidationError as error:
            yield f"an error of another shape than the contract's: {error}"
