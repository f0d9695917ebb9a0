"""Batches and the files that come out of them in one store, in memory or in DynamoDB."""

from dataclasses import dataclass

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_batches import DynamoDBBatches
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.domain.batches import Batch
from filegate.domain.chunks import Hold, Tally
from filegate.domain.ports import Batches, FileCatalog
from tests.builders import NOW, a_batch, an_id
from tests.fakes.batches import InMemoryBatches
from tests.fakes.files import InMemoryFiles

IDS = (an_id(), an_id())


@dataclass
class BatchStore:
    batches: Batches
    files: FileCatalog

    def planned(self, chunks: int = 2) -> Batch:
        batch = self.batches.add(a_batch())
        return self.batches.plan(batch, chunks=chunks, lines=10, model="m", now=NOW + 1)

    def held(self, batch: Batch, runner: str, tally: Tally | None = None, number: int = 0, now: int = NOW) -> bool:
        return self.batches.hold(Hold(batch, number, runner), tally, now + 60, now) is not None


def in_memory() -> BatchStore:
    files = InMemoryFiles()
    return BatchStore(InMemoryBatches(files), files)


def in_dynamodb() -> BatchStore:
    return BatchStore(DynamoDBBatches(dynamodb_client(), "files"), DynamoDBFiles(dynamodb_client(), "files"))
