"""The one place where adapters meet use cases. A client is built when a function first needs it, and kept warm."""

from __future__ import annotations

import os
import time
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from filegate.adapters.aws import dynamodb_client, s3_client, s3_joining_client, s3_presigning_client
from filegate.bootstrap_batches import BatchServices
from filegate.config import Config, deployed, snapshot_follows
from filegate.contracts import contract_named
from filegate.domain.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy_boto3_dynamodb import DynamoDBClient

    from filegate.contracts.answers import Contract
    from filegate.domain import ports
    from filegate.domain.events import Change
    from filegate.domain.files import StoredFile
    from filegate.domain.rates import RateCounter
    from filegate.domain.tombstones import Tombstone


class Services(BatchServices):
    """What a function may ask for; only what it asks for is imported and connected."""

    def __init__(self, config: Config) -> None:
        self.config = config

    def connect(self) -> None:
        """Make ahead what the first request would have to: most of its time goes into the first client of a service."""
        for name in ("contract", "rates", "files", *(["blobs"] if self.config.bucket else [])):
            getattr(self, name)

    @cached_property
    def _dynamodb(self) -> DynamoDBClient:
        return dynamodb_client()

    @cached_property
    def contract(self) -> Contract:
        return contract_named(self.config.contract)

    @cached_property
    def files(self) -> ports.FileCatalog:
        from filegate.adapters.dynamodb_files import DynamoDBFiles

        return DynamoDBFiles(self._dynamodb, self.config.table)

    @cached_property
    def keys(self) -> ports.KeyRing:
        from filegate.adapters.dynamodb_keys import DynamoDBKeys

        return DynamoDBKeys(self._dynamodb, self.config.table)

    @cached_property
    def projects(self) -> ports.ProjectRegistry:
        from filegate.adapters.dynamodb_projects import DynamoDBProjects

        return DynamoDBProjects(self._dynamodb, self.config.table)

    @cached_property
    def rates(self) -> RateCounter:
        from filegate.adapters.dynamodb_rates import DynamoDBRates

        return DynamoDBRates(dynamodb_client(hasty=True), self.config.table)

    @cached_property
    def claims(self) -> ports.Claims:
        from filegate.adapters.dynamodb_claims import DynamoDBClaims

        return DynamoDBClaims(self._dynamodb, self.config.table)

    @cached_property
    def blobs(self) -> ports.BlobStore:
        from filegate.adapters.s3_blobs import S3Blobs

        return S3Blobs(s3_client(), self.config.bucket)

    @cached_property
    def parse_json(self) -> ports.ParseJson:
        from filegate.adapters.json_texts import parse

        return parse

    @cached_property
    def uploads(self) -> ports.UploadSessions:
        from filegate.adapters.dynamodb_uploads import DynamoDBUploads

        return DynamoDBUploads(self._dynamodb, self.config.table)

    @cached_property
    def tombstones(self) -> ports.Tombstones:
        from filegate.adapters.dynamodb_tombstones import DynamoDBTombstones

        return DynamoDBTombstones(self._dynamodb, self.config.table)

    @cached_property
    def records(self) -> ports.RecordInventory:
        from filegate.adapters.dynamodb_inventory import DynamoDBInventory

        return DynamoDBInventory(self._dynamodb, self.config.table)

    @cached_property
    def objects(self) -> ports.ObjectInventory:
        from filegate.adapters.s3_inventory import S3Inventory

        return S3Inventory(s3_client(), self.config.bucket)

    @cached_property
    def sweeps(self) -> ports.SweepLog:
        from filegate.adapters.dynamodb_sweeps import DynamoDBSweeps

        return DynamoDBSweeps(self._dynamodb, self.config.table)

    @cached_property
    def parts(self) -> ports.PartStore:
        from filegate.adapters.s3_joining import THREADS
        from filegate.adapters.s3_parts import S3Parts

        return S3Parts(s3_joining_client(THREADS), self.config.bucket)

    @cached_property
    def presigned(self) -> ports.PresignedParts:
        from filegate.adapters.s3_presigned_parts import S3PresignedParts

        return S3PresignedParts(s3_presigning_client(), s3_presigning_client(patient=True), self.config.bucket)

    @staticmethod
    def ending_of(stream_record: Mapping[str, Any]) -> StoredFile | Tombstone | None:
        from filegate.adapters.dynamodb_endings import ending_of

        return ending_of(stream_record)

    @cached_property
    def zone(self) -> ports.DropZone:
        from filegate.adapters.aws import s3_copying_client
        from filegate.adapters.s3_copies import CONNECTIONS
        from filegate.adapters.s3_drops import S3Drops

        return S3Drops(s3_copying_client(CONNECTIONS), self.config.drop_bucket, self.config.bucket)

    @cached_property
    def drops(self) -> ports.DropRecords:
        from filegate.adapters.dynamodb_drops import DynamoDBDrops

        return DynamoDBDrops(self._dynamodb, self.config.table)

    @cached_property
    def queue(self) -> ports.IngestQueue:
        from filegate.adapters.aws import sqs_client
        from filegate.adapters.sqs_ingest import SQSIngest

        urls = self.config.ingest_queue, self.config.ingest_dead_letters
        return SQSIngest(sqs_client(), *urls, bucket=self.config.drop_bucket)

    @cached_property
    def bus(self) -> ports.EventBus:
        from filegate.adapters.aws import eventbridge_client
        from filegate.adapters.eventbridge import EventBridge

        return EventBridge(eventbridge_client(), self.config.event_bus)

    @property
    def change_of(self) -> Callable[[Mapping[str, Any]], Change]:
        """What a record of the table's stream says."""
        from filegate.adapters.dynamodb_changes import change_of

        return change_of

    @staticmethod
    def now_ms() -> int:
        return time.time_ns() // 1_000_000

    @staticmethod
    def new_id(unix_ms: int) -> str:
        return uuid7(unix_ms, os.urandom(10))

    @staticmethod
    def pause(seconds: float) -> None:
        time.sleep(seconds)


@cache
def services() -> Services:
    """The services of this process, from its environment, made at the first request and not at import."""
    return Services(deployed())


# A snapshot has in it what was made until then, which is before any request. Elsewhere a client waits to be needed.
if snapshot_follows():
    services().connect()
