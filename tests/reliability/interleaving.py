"""All orders in which the calls of operations that run at once can come to AWS.

They make a graph: a node is what AWS holds, with what each operation was answered so far, and from it each operation
can go on by one call. Where two orders lead to the same node, the same follows from there, whatever the way to it; so
every node is gone on from once, and still every order is tried. They are counted as the ways through the graph.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tests.reliability.account import Account
from tests.reliability.moments import Moment, Moments
from tests.reliability.races import Operation
from tests.reliability.rerun import Progress, Runner


@dataclass(frozen=True)
class Node:
    """`schedule` is one way that leads here: step by step the number of the operation that went on."""

    moment: Moment
    runs: tuple[Progress, ...]
    schedule: str = ""

    @property
    def key(self) -> bytes:
        return sha256(self.moment.digest + b"".join(run.told for run in self.runs)).digest()

    @property
    def going(self) -> list[int]:
        """Who has not ended."""
        return [at for at, run in enumerate(self.runs) if run.outcome is None]


class Broken(Exception):
    """Something is wrong after that schedule."""

    def __init__(self, schedule: str, sentences: Sequence[str]) -> None:
        super().__init__(schedule, *sentences)
        self.schedule = schedule
        self.sentences = sentences


class Graph:
    """It begins where the account is now. `judge` has a sentence for whatever is wrong at a node."""

    def __init__(
        self, account: Account, operations: Sequence[Operation], judge: Callable[[Node], Sequence[str]]
    ) -> None:
        self.moments = Moments(account)
        self._runner = Runner(account.clock, self.moments)
        self._operations = operations
        self._judge = judge
        self._ways: dict[bytes, int] = {}

    @property
    def nodes(self) -> int:
        return len(self._ways)

    def schedules(self) -> int:
        """How many orders there are. Raises Broken for the first of them that breaks something."""
        return self._ways_from(self._start())

    def follow(self, schedule: str) -> Iterator[tuple[str, str]]:
        """That one, step by step: who was answered what. Raises Broken."""
        node = self._start()
        for at in map(int, schedule):
            node = self._after(node, at)
            yield self._operations[at].name, str(node.runs[at].answers[-1])
            self._check(node)

    def _start(self) -> Node:
        return Node(self.moments.now(), tuple(Progress() for _ in self._operations))

    def _ways_from(self, node: Node) -> int:
        if node.key not in self._ways:
            self._check(node)
            self._ways[node.key] = sum(self._ways_from(self._after(node, at)) for at in node.going) or 1
        return self._ways[node.key]

    def _after(self, node: Node, at: int) -> Node:
        run, moment = self._runner.one_call_further(self._operations[at], at, node.runs[at], node.moment)
        return Node(moment, (*node.runs[:at], run, *node.runs[at + 1 :]), f"{node.schedule}{at}")

    def _check(self, node: Node) -> None:
        if sentences := self._judge(node):
            raise Broken(node.schedule, sentences)
