"""What befalls a message on its way: all by one seed, so that the same seed repeats it."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Mischief:
    """Shares of messages that are lost or come twice, of deliveries in which the process dies, and seconds of delay."""

    lost: float = 0
    doubled: float = 0
    crashing: float = 0
    longest_delay: float = 0

    def copies(self, random: Random) -> int:
        if random.random() < self.lost:
            return 0
        return 2 if random.random() < self.doubled else 1

    def delay(self, random: Random) -> float:
        return random.uniform(0, self.longest_delay)


ORDERLY = Mischief()
HOSTILE = Mischief(doubled=0.3, crashing=0.2, longest_delay=900)
LOSSY = Mischief(lost=0.3, doubled=0.3, crashing=0.2, longest_delay=900)
