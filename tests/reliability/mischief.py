"""What befalls a message on its way: all by one seed, so that the same seed repeats it."""

from dataclasses import dataclass
from random import Random

from tests.reliability.faults import CRASH, FAULTS, Fault, Faulty

MOST_CALLS = 12
"""Before so many of its calls to AWS a function that fails fails."""


@dataclass(frozen=True)
class Mischief:
    """Shares of messages that are lost, come twice or are not taken, and the seconds by which they come late.

    Shares of invocations that fail, by one of `faults`, and of moments before which nothing has run for two days.
    """

    lost: float = 0
    doubled: float = 0
    refused: float = 0
    longest_delay: float = 0
    failing: float = 0
    faults: tuple[Fault, ...] = (CRASH,)
    asleep: float = 0

    def copies(self, random: Random) -> int:
        if random.random() < self.lost:
            return 0
        return 2 if random.random() < self.doubled else 1

    def delay(self, random: Random) -> float:
        return random.uniform(0, self.longest_delay)

    def fault(self, random: Random) -> Faulty | None:
        """What goes wrong in one invocation."""
        if random.random() >= self.failing:
            return None
        fault = random.choice(self.faults)
        return Faulty(fault, fault.only or random.randrange(MOST_CALLS))


ORDERLY = Mischief()
HOSTILE = Mischief(doubled=0.3, failing=0.2, longest_delay=900)
LOSSY = Mischief(
    lost=0.3,
    doubled=0.3,
    refused=0.2,
    longest_delay=900,
    failing=0.3,
    # Half of all that goes wrong is that the process dies.
    faults=tuple(each for fault in FAULTS for each in (CRASH, fault) if not fault.is_ours),
    asleep=0.05,
)
