"""The services that only batches and their files need, which their functions ask for besides those of bootstrap.py."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from filegate.config import Config
    from filegate.domain import ports
    from filegate.domain.auto_batches import AutoBatch, BatchTerms
    from filegate.domain.batch_files import BatchLimits


class BatchServices:
    """What functions of batches may ask for; it is made as a part of `Services`, which has the configuration."""

    config: Config

    @property
    def _dynamodb(self) -> DynamoDBClient:
        raise NotImplementedError

    @cached_property
    def batch_limits(self) -> BatchLimits:
        from filegate.domain.batch_files import BatchLimits

        return BatchLimits(
            lines=self.config.batch_max_lines,
            size=self.config.batch_max_bytes,
            line_bytes=self.config.batch_max_line_bytes,
        )

    @cached_property
    def auto_batch(self) -> AutoBatch:
        from filegate.domain.auto_batches import AutoBatch

        return AutoBatch(self.config.auto_batch, self.config.auto_batch_tags)

    @cached_property
    def batch_terms(self) -> BatchTerms:
        from filegate.domain.auto_batches import BatchTerms
        from filegate.domain.batches import OUTPUT_PURPOSE
        from filegate.domain.expiry import lifetime_of

        life = lifetime_of(OUTPUT_PURPOSE, None, self.config.default_expiry)
        return BatchTerms(self.config.batch_window_seconds, life)

    @cached_property
    def batches(self) -> ports.Batches:
        from filegate.adapters.dynamodb_batches import DynamoDBBatches

        return DynamoDBBatches(self._dynamodb, self.config.table)

    @cached_property
    def chunks(self) -> ports.ChunkStore:
        from filegate.adapters.aws import s3_joining_client
        from filegate.adapters.s3_chunks import S3Chunks
        from filegate.adapters.s3_joining import THREADS

        return S3Chunks(s3_joining_client(THREADS), self.config.bucket)

    @cached_property
    def executions(self) -> ports.Executions:
        from filegate.adapters.aws import stepfunctions_client
        from filegate.adapters.stepfunctions_executions import StepFunctionsExecutions

        return StepFunctionsExecutions(stepfunctions_client(), self.config.batch_state_machine)

    @cached_property
    def upstreams(self) -> ports.Upstreams:
        from filegate.adapters.aws import secrets_client
        from filegate.adapters.http_upstreams import HttpUpstreams
        from filegate.adapters.secrets_providers import ProviderList

        plain_http = self.config.plain_http_providers
        listed = ProviderList(secrets_client(), self.config.providers_secret, plain_http=plain_http)
        return HttpUpstreams(listed, self.config.batch_max_answer_bytes)

    @cached_property
    def write_json(self) -> ports.WriteJson:
        from filegate.adapters.json_texts import write

        return write

    @staticmethod
    def random() -> float:
        from random import random

        return random()  # noqa: S311 # nosec B311 # it spreads retries.

    @staticmethod
    async def sleep(seconds: float) -> None:
        import asyncio

        await asyncio.sleep(seconds)
