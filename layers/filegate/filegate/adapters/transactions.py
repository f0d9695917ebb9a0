"""One DynamoDB transaction, decided once.

botocore repeats a call whose answer was lost with the same ClientRequestToken, and DynamoDB then answers success
without writing again (for 10 minutes). A conflict with another transaction on the same item wrote nothing and is
tried again here, with full jitter.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from secrets import SystemRandom
from typing import TYPE_CHECKING, cast

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.domain.errors import StorageFailure, StorageUnavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

    from filegate.adapters.dynamodb_items import Item

_ATTEMPTS = 12
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 0.64
_PASSING = frozenset(
    {
        "None",
        "TransactionConflict",
        "ThrottlingError",
        "ProvisionedThroughputExceeded",
        "AccelerationCapacityExceeded",
    }
)


class ConditionFailed(Exception):
    """A condition did not hold and nothing was written. `found[i]` is the item that action i met, if it failed."""

    def __init__(self, failed: Sequence[bool], found: Sequence[Item | None]) -> None:
        super().__init__("a condition of the transaction did not hold")
        self.failed = failed
        self.found = found


def commit(dynamodb: DynamoDBClient, actions: Sequence[TransactWriteItemTypeDef], token: str) -> None:
    """All of the actions or none. Raises ConditionFailed, or StorageUnavailable when conflicts do not end."""
    for pause in _pauses():
        try:
            with unavailable_when_aws_fails("dynamodb", "TransactWriteItems"):
                dynamodb.transact_write_items(TransactItems=actions, ClientRequestToken=token)
        except ClientError as error:
            if error_code(error) != "TransactionCanceledException":
                raise
            _raise_unless_passing(error)
            time.sleep(pause)
        else:
            return
    raise StorageUnavailable(StorageFailure("dynamodb", "TransactWriteItems", _ATTEMPTS, 400, "TransactionConflict"))


def _pauses() -> Iterator[float]:
    chance = SystemRandom()
    for attempt in range(_ATTEMPTS):
        yield chance.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt))


def _raise_unless_passing(error: ClientError) -> None:
    reasons = error.response.get("CancellationReasons", [])
    codes = [reason.get("Code", "None") for reason in reasons]
    if "ConditionalCheckFailed" in codes:
        raise ConditionFailed(
            [code == "ConditionalCheckFailed" for code in codes],
            cast("list[Item | None]", [reason.get("Item") for reason in reasons]),
        ) from error
    if not codes or not _PASSING.issuperset(codes):
        raise error
