"""An SQS queue that feeds a function, as AWS documents event source mappings with partial batch answers.

A message is hidden while it is worked on, comes again until it is acknowledged, and is a dead letter after so many
times. The order is anybody's guess.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import md5
from random import Random
from typing import Any

from tests.functions.calls import Event
from tests.reliability.account import Outcome

VISIBILITY_SECONDS = 360

Invoke = Callable[[str, Event], Outcome]


@dataclass
class Message:
    id: str
    body: str
    due: float
    received: int = 0

    def record(self, queue: str) -> Event:
        """As Lambda is given it."""
        return {
            "messageId": self.id,
            "receiptHandle": f"{self.id}-{self.received}",
            "body": self.body,
            "attributes": {"ApproximateReceiveCount": str(self.received)},
            "messageAttributes": {},
            "md5OfBody": md5(self.body.encode(), usedforsecurity=False).hexdigest(),
            "eventSource": "aws:sqs",
            "eventSourceARN": f"arn:aws:sqs:eu-central-1:123456789012:{queue}",
            "awsRegion": "eu-central-1",
        }


@dataclass
class Queue:
    """`function` works its messages off, in batches of at most so many."""

    name: str
    function: str
    batch: int = 10
    most_receives: int = 5
    waiting: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)

    def send(self, message_id: str, body: Any, due: float) -> None:
        self.waiting.append(Message(message_id, json.dumps(body), due))

    def deliver(self, now: float, random: Random, invoke: Invoke) -> bool:
        """Whether there was anything to deliver."""
        due = [message for message in self.waiting if message.due <= now]
        random.shuffle(due)
        batch = due[: random.randint(1, self.batch)]
        for message in batch:
            message.received += 1
            message.due = now + VISIBILITY_SECONDS
        if batch:
            self._settle(batch, invoke(self.function, {"Records": [message.record(self.name) for message in batch]}))
        return bool(batch)

    def redrive(self, now: float) -> None:
        for message in self.dead:
            self.send(message.id, json.loads(message.body), now)
        self.dead.clear()

    def _settle(self, batch: list[Message], outcome: Outcome) -> None:
        """A function that fails has acknowledged nothing; one that answers all but what it names."""
        failed = {message.id for message in batch}
        if outcome.status == 200:
            named = (outcome.value or {}).get("batchItemFailures", [])
            failed = {each["itemIdentifier"] for each in named}
            assert failed <= {message.id for message in batch}, "what was not delivered cannot have failed"
        for message in batch:
            if message.id not in failed or message.received >= self.most_receives:
                self.waiting.remove(message)
            if message.id in failed and message.received >= self.most_receives:
                self.dead.append(message)
