"""When the sweep asks again for an object that still lies in the drop bucket: ever more rarely.

Its event may be lost, waiting in the queue, or have failed for good. Nobody can tell which, so it is asked for at 15
minutes, 30, an hour, two hours, and so on: soon where events are lost, and a dozen times in a month where it cannot be
mended.
"""

from dataclasses import dataclass

FIRST_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Pass:
    """One walk over the bucket, in unix seconds: it `began`, the one before it began at `before`.

    `after` is the key behind which it goes on, where a run of the sweep had no time to end it.
    """

    began: int
    before: int = 0
    after: str | None = None

    def next(self, now: int) -> "Pass":
        """The same pass where it is not at its end, else a new one."""
        return self if self.after is not None else Pass(began=now, before=self.began)

    def asks_for(self, dropped_at: int) -> bool:
        """True where the object's age has doubled, from 15 minutes on, since the pass before."""
        return _doublings(self.began - dropped_at) > _doublings(self.before - dropped_at)


def _doublings(age: int) -> int:
    """0 below 15 minutes, then 1, 2 from 30 minutes, 3 from an hour."""
    return max(0, age // FIRST_SECONDS).bit_length()
