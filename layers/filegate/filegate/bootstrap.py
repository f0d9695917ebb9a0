"""The one place where adapters meet use cases. A client is built when a function first needs it, and kept warm."""

from __future__ import annotations

import os
import time
from functools import cache, cached_property
from typing import TYPE_CHECKING

from filegate.adapters.aws import dynamodb_client, s3_client, s3_joining_client, s3_presigning_client
from filegate.config import Config
from filegate.contracts import contract_named
from filegate.domain.ids import uuid7

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from filegate.contracts.answers import Contract
    from filegate.domain.ports import (
        BlobStore,
        Claims,
        FileCatalog,
        KeyRing,
        PartStore,
        PresignedParts,
        ProjectRegistry,
        UploadSessions,
    )
    from filegate.domain.rates import RateCounter


class Services:
    """What a function may ask for; only what it asks for is imported and connected."""

    def __init__(self, config: Config) -> None:
        self.config = config

    @cached_property
    def _dynamodb(self) -> DynamoDBClient:
        return dynamodb_client()

    @cached_property
    def contract(self) -> Contract:
        return contract_named(self.config.contract)

    @cached_property
    def files(self) -> FileCatalog:
        from filegate.adapters.dynamodb_files import DynamoDBFiles

        return DynamoDBFiles(self._dynamodb, self.config.table)

    @cached_property
    def keys(self) -> KeyRing:
        from filegate.adapters.dynamodb_keys import DynamoDBKeys

        return DynamoDBKeys(self._dynamodb, self.config.table)

    @cached_property
    def projects(self) -> ProjectRegistry:
        from filegate.adapters.dynamodb_projects import DynamoDBProjects

        return DynamoDBProjects(self._dynamodb, self.config.table)

    @cached_property
    def rates(self) -> RateCounter:
        from filegate.adapters.dynamodb_rates import DynamoDBRates

        return DynamoDBRates(dynamodb_client(hasty=True), self.config.table)

    @cached_property
    def claims(self) -> Claims:
        from filegate.adapters.dynamodb_claims import DynamoDBClaims

        return DynamoDBClaims(self._dynamodb, self.config.table)

    @cached_property
    def blobs(self) -> BlobStore:
        from filegate.adapters.s3_blobs import S3Blobs

        return S3Blobs(s3_client(), self.config.bucket)

    @cached_property
    def uploads(self) -> UploadSessions:
        from filegate.adapters.dynamodb_uploads import DynamoDBUploads

        return DynamoDBUploads(self._dynamodb, self.config.table)

    @cached_property
    def parts(self) -> PartStore:
        from filegate.adapters.s3_joining import THREADS
        from filegate.adapters.s3_parts import S3Parts

        return S3Parts(s3_joining_client(THREADS), self.config.bucket)

    @cached_property
    def presigned(self) -> PresignedParts:
        from filegate.adapters.s3_presigned_parts import S3PresignedParts

        return S3PresignedParts(s3_presigning_client(), s3_presigning_client(patient=True), self.config.bucket)

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
    return Services(Config.from_env(os.environ))
