"""Clients and failures of AWS, for all adapters.

Budgets: API Gateway gives a request 29 s. Three attempts of at most 1 s to connect and 5 s to answer leave room for
an answer of our own when AWS does not give one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError
from botocore.exceptions import ConnectionError as NotConnected

from filegate.domain.errors import StorageFailure, StorageUnavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

_ATTEMPTS = 3
_CONFIG = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"total_max_attempts": _ATTEMPTS, "mode": "standard"},
    # botocore's own is put together anew for every call, a ninth of the CPU that a short one takes.
    user_agent="filegate",
    # AWS looks at what it is sent itself, and mypy has looked at what our adapters send.
    parameter_validation=False,
)
# Without these, botocore presigns with SigV2 or for the global host, which new buckets answer with a redirect.
_S3_CONFIG = _CONFIG.merge(
    Config(signature_version="s3v4", s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"})
)
# A joining that fails must have the time to abort, too. S3 gone silent costs three attempts of 3 s, whether it does not
# connect or does not answer, and again for aborting. On a new connection all of a body has the time to connect.
_JOINING_CONFIG = Config(connect_timeout=3, read_timeout=3)
# S3 may take long to join thousands of parts. Two attempts of 10 s leave the time to list them, and to record the file.
_PATIENT_CONFIG = Config(read_timeout=10, retries={"total_max_attempts": 2, "mode": "standard"})
# Else botocore asks for a CRC32 of every part, and S3 then wants each client to send one.
_PRESIGNING_CONFIG = _S3_CONFIG.merge(Config(request_checksum_calculation="when_required"))
# S3 answers a copy when it is made, which takes some seconds a gigabyte.
_COPYING_CONFIG = Config(read_timeout=50)
# For what a request can do without: one try, and a short one.
_HASTY_CONFIG = _CONFIG.merge(
    Config(connect_timeout=0.5, read_timeout=1, retries={"total_max_attempts": 1, "mode": "standard"})
)
_BUSY = frozenset(
    {
        # S3's answer to a HEAD has no body to say more. Ours are well-formed, so credentials have just expired.
        "400",
        "ExpiredToken",
        "ExpiredTokenException",
        "InternalError",
        "InternalServerError",
        "LimitExceededException",
        "OperationAborted",
        "ConditionalRequestConflict",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
_SERVER_FAULT = 500


class _Session(botocore.session.Session):
    """A session that several threads may ask for clients: botocore's own gets confused by that."""

    def __init__(self) -> None:
        super().__init__()
        self._one_at_a_time = Lock()

    def create_client(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as botocore has it.
        with self._one_at_a_time:
            return super().create_client(*arguments, **options)


@cache
def _session() -> _Session:
    """One for all clients, as what it loads (Regions, credentials, service models) is the same for each."""
    # At DEBUG, which a deployment may ask for, it logs session tokens, signatures and bodies; at INFO, nothing of use.
    logging.getLogger("botocore").setLevel(logging.WARNING)
    return _Session()


def dynamodb_client(*, hasty: bool = False) -> DynamoDBClient:
    """Region, credentials and endpoint come from the environment, as AWS documents them."""
    config = _HASTY_CONFIG if hasty else _CONFIG
    return cast("DynamoDBClient", _session().create_client("dynamodb", config=config))


def stepfunctions_client() -> SFNClient:
    """As `dynamodb_client`."""
    return cast("SFNClient", _session().create_client("stepfunctions", config=_CONFIG))


def secrets_client() -> SecretsManagerClient:
    """As `dynamodb_client`."""
    return cast("SecretsManagerClient", _session().create_client("secretsmanager", config=_CONFIG))


def s3_client() -> S3Client:
    """As `dynamodb_client`; presigns with SigV4 for the bucket's Regional host."""
    return cast("S3Client", _session().create_client("s3", config=_S3_CONFIG))


def s3_joining_client(threads: int) -> S3Client:
    """As `s3_client`, for so many threads that move large bodies."""
    config = _S3_CONFIG.merge(_JOINING_CONFIG).merge(Config(max_pool_connections=threads))
    return cast("S3Client", _session().create_client("s3", config=config))


def s3_presigning_client(*, patient: bool = False) -> S3Client:
    """As `s3_client`, for parts that are sent without it; `patient` where S3 joins them."""
    config = _PRESIGNING_CONFIG.merge(_PATIENT_CONFIG) if patient else _PRESIGNING_CONFIG
    return cast("S3Client", _session().create_client("s3", config=config))


def s3_copying_client(threads: int) -> S3Client:
    """As `s3_client`, for so many threads that have S3 copy."""
    config = _S3_CONFIG.merge(_COPYING_CONFIG).merge(Config(max_pool_connections=threads))
    return cast("S3Client", _session().create_client("s3", config=config))


def sqs_client() -> SQSClient:
    """As `dynamodb_client`."""
    return cast("SQSClient", _session().create_client("sqs", config=_CONFIG))


def eventbridge_client() -> EventBridgeClient:
    """As `dynamodb_client`."""
    return cast("EventBridgeClient", _session().create_client("events", config=_CONFIG))


def error_code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


@contextmanager
def unavailable_when_aws_fails(store: str, operation: str) -> Iterator[None]:
    """Turns throttling, 5xx, time-outs and lost connections into StorageUnavailable; all else rises as it is."""
    try:
        yield
    except (NotConnected, HTTPClientError, IncompleteReadError) as error:
        raise StorageUnavailable(StorageFailure(store, operation, _ATTEMPTS, None, type(error).__name__)) from error
    except ClientError as error:
        failure = storage_failure(store, operation, error)
        if (failure.status or 0) < _SERVER_FAULT and failure.fault not in _BUSY:
            raise
        raise StorageUnavailable(failure) from error


def storage_failure(store: str, operation: str, error: ClientError) -> StorageFailure:
    details = error.response.get("ResponseMetadata", {})
    attempts, status = details.get("RetryAttempts", 0) + 1, details.get("HTTPStatusCode", 0)
    return StorageFailure(store, operation, attempts, status, error_code(error))
