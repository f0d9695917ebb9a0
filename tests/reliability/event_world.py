"""Everything that happens by itself: events, the queue, the stream and schedules carry on as one seed has it.

Handlers are registered by name, and what is not there yet is not called:

    world = EventWorld(account, seed, HOSTILE)
    world.on_event(is_drop, Queue("drops", "ingest_object"))
    world.on_write(Stream("publish_events", lambda record: "F#" in record["dynamodb"]["Keys"]["SK"]["S"]))
    with world.listening():
        ...              # requests, drops
        world.run()      # until nothing is under way any more
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from tests.functions.calls import Event
from tests.reliability.account import Account, Outcome, scheduled
from tests.reliability.bus import Bus
from tests.reliability.invariants import Item
from tests.reliability.mischief import Mischief
from tests.reliability.queues import Invoke, Queue
from tests.reliability.streams import Record, Stream, Writes
from tests.reliability.time_to_live import remove_overdue, removed_files
from tests.reliability.wire import wired

MOST_STEPS = 5000
TWO_DAYS = 2 * 86_400
SHARE_OF_SCHEDULES = 0.2
MOST_DELIVERIES = 4


class EventWorld:
    """`removed` are the files that DynamoDB itself has removed."""

    def __init__(self, account: Account, seed: int, mischief: Mischief, invoke: Invoke | None = None) -> None:
        self.bus = Bus(account.clock, refuses=lambda: self.random.random() < self.mischief.refused)
        self.queues: list[tuple[Callable[[Event], bool], Queue]] = []
        self.streams: list[Stream] = []
        self.removed: list[Item] = []
        self.random = Random(seed)  # noqa: S311 - repeatable is what it has to be.
        self.account = account
        self.mischief = mischief
        self._invoke = invoke or self.invoke
        self._writes = Writes()

    def on_event(self, matches: Callable[[Event], bool], queue: Queue) -> None:
        """A rule of EventBridge that has a queue for its target."""
        self.queues.append((matches, queue))

    def on_write(self, stream: Stream) -> None:
        self.streams.append(stream)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Writes and new objects are noticed while this is open."""
        self._writes.begin()
        with wired(self.bus):
            yield

    def step(self, *, waiting: bool = True) -> bool:
        """One delivery, of what chance picks, or else a wait for one. Whether anything is under way."""
        self._collect()
        ways = [lambda queue=queue: queue.deliver(self._now, self.random, self._invoke) for _, queue in self.queues]
        ways += [lambda stream=stream: stream.deliver(self.random, self._invoke) for stream in self.streams]
        self.random.shuffle(ways)
        if any(way() for way in ways):
            return True
        return waiting and self._wait()

    def run(self) -> None:
        """Until nothing is under way any more."""
        for _ in range(MOST_STEPS):
            if not self.step():
                return
        raise AssertionError(f"still busy after {MOST_STEPS} deliveries")

    def time_strikes(self) -> None:
        """One of the functions that time starts runs, now."""
        self._invoke(self.random.choice(scheduled()), {})

    def all_that_time_starts(self) -> list[Outcome]:
        return [self._invoke(function, {}) for function in scheduled()]

    def a_while(self) -> None:
        """A few deliveries, and now and then something that time starts."""
        if self.random.random() < self.mischief.asleep:
            self.sleep()
        if self.random.random() < SHARE_OF_SCHEDULES:
            self.time_strikes()
        for _ in range(self.random.randrange(MOST_DELIVERIES)):
            self.step(waiting=False)

    def invoke(self, function: str, event: Event) -> Outcome:
        """As AWS would, and now and then something fails."""
        fault = self.mischief.fault(self.random)
        return self.account.invoke(function, event, *([fault] if fault else []))

    def sleep(self) -> None:
        """Nothing that time starts has run for so long that DynamoDB itself removes what has expired."""
        self.account.clock.advance(TWO_DAYS)
        remove_overdue(self.account.clock.seconds)
        self._collect()

    @property
    def _now(self) -> float:
        return self.account.clock.ms / 1000

    def _collect(self) -> None:
        for event in self.bus.new():
            for _, queue in [each for each in self.queues if each[0](event)]:
                for copy in range(self.mischief.copies(self.random)):
                    queue.send(f"{event['id']}-{copy}", event, self._now + self.mischief.delay(self.random))
        records = self._writes.new()
        self.removed += removed_files(records)
        for record in records:
            for stream in self.streams:
                self._concern(stream, record)

    def _concern(self, stream: Stream, record: Record) -> None:
        if stream.concerns(record):
            stream.waiting.append(record)

    def _wait(self) -> bool:
        """Nothing is due: time passes until something is. False where nothing ever will be."""
        due = [message.due for _, queue in self.queues for message in queue.waiting]
        if due:
            self.account.clock.advance(max(0.001, min(due) - self._now))
        return bool(due)
