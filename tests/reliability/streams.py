"""The table's stream that feeds a function, as AWS documents event source mappings with partial batch answers.

Records come in the order of the writes, none is lost, and a batch that fails comes again from its first failure on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from filegate.adapters.aws import dynamodb_client
from tests.functions.calls import Event
from tests.reliability.queues import Invoke
from tests.reliability.stores import table

Record = dict[str, Any]


@dataclass
class Stream:
    """`concerns` is the event source's filter. A record that fails so many times goes to `dead`."""

    function: str
    concerns: Callable[[Record], bool]
    batch: int = 10
    most_attempts: int = 10
    waiting: list[Record] = field(default_factory=list)
    dead: list[Record] = field(default_factory=list)
    attempts: int = 0

    def deliver(self, random: Random, invoke: Invoke) -> bool:
        """Whether there was anything to deliver."""
        batch = self.waiting[: random.randint(1, self.batch)]
        if not batch:
            return False
        done = self._done(batch, invoke(self.function, {"Records": batch}))
        self.attempts = 0 if done else self.attempts + 1
        if self.attempts >= self.most_attempts:
            self.dead.append(batch[0])
            done, self.attempts = 1, 0
        del self.waiting[:done]
        return True

    def _done(self, batch: list[Record], outcome: Any) -> int:
        if outcome.status != 200:
            return 0
        failed = {each["itemIdentifier"] for each in (outcome.value or {}).get("batchItemFailures", [])}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        return min((numbers.index(each) for each in failed), default=len(batch))


class Writes:
    """What was written to the table since it was asked for last."""

    def __init__(self) -> None:
        self._count = 0

    def begin(self) -> None:
        if table().stream_shard is None:
            view = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
            dynamodb_client().update_table(TableName="files", StreamSpecification=view)

    def new(self) -> list[Event]:
        shard = table().stream_shard
        if shard is None:
            return []
        found = [each.to_json() for each in shard.items]
        shard.items.clear()
        # moto tells of an update that makes an item twice, first as of its bare key.
        return [self._numbered(each) for each in found if each["dynamodb"].get("NewImage") != each["dynamodb"]["Keys"]]

    def _numbered(self, record: Record) -> Event:
        self._count += 1
        change = record["dynamodb"] | {
            "SequenceNumber": f"{self._count:021d}",
            "ApproximateCreationDateTime": record["dynamodb"]["ApproximateCreationDateTime"].timestamp(),
        }
        return record | {"dynamodb": change, "eventID": f"{self._count:032x}", "awsRegion": "eu-central-1"}
