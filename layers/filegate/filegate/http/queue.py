"""The edge of a function that an SQS queue feeds: each message succeeds, or comes again, by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from filegate.domain.errors import FilegateError, StorageUnavailable
from filegate.http.observation import log_failure, log_unavailable


@dataclass(frozen=True, slots=True)
class Message:
    """One message, with what was put into the queue as its body."""

    id: str
    body: str


S = TypeVar("S")
Take = Callable[[Message, S], None]
QueueHandler = Callable[[dict[str, Any], Any], Any]


def each_message(take: Take[S], services: Callable[[], S]) -> QueueHandler:
    """The Lambda handler that gives each message to `take`. Those for which it raises come again, and no others.

    A FilegateError is an expected reason for that and not logged, unless AWS failed.
    """

    def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ANN401 - Lambda's, and it only passes through.
        to = services()
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(
            event=event, record_handler=lambda record: _take(record, take, to), processor=processor, context=context
        )

    return handler


def _take(record: Mapping[str, Any], take: Take[S], to: S) -> None:
    message = Message(record["messageId"], record["body"])
    try:
        take(message, to)
    except StorageUnavailable as error:
        log_unavailable(message, error)
        raise
    except FilegateError:
        raise
    except Exception:
        log_failure(message)
        raise
