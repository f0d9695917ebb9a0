"""The edge of functions that are given many records at once, by a queue or a stream.

Powertools makes the answer, in which Lambda is told which records have to come again. All records of an invocation may
be worked on together, so its processor is given what has become of each already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from filegate.http.observation import log_kept_out, log_records

Record = Mapping[str, Any]
T = TypeVar("T")
Work = Callable[[Sequence[T]], Sequence[BaseException | None]]
"""For each thing why its record has to come again, or None."""


def answer_queue(event: Record, read: Callable[[Record], T], work: Work[T]) -> Record:
    """`read` makes a thing of each record; `work` is given all that could be read."""
    return _answer(event, EventType.SQS, _worked(event["Records"], read, work))


def answer_stream(event: Record, read: Callable[[Record], T], work: Work[T]) -> Record:
    """As `answer_queue`, for a stream of DynamoDB: all records from the first that failed on come again."""
    return _answer(event, EventType.DynamoDBStreams, _worked(event["Records"], read, work))


def one_by_one(take: Callable[[T], object]) -> Work[T]:
    """The work of things that have nothing to do with each other. Whatever `take` raises concerns that one only."""

    def work(things: Sequence[T]) -> list[BaseException | None]:
        return [_failure(take, thing) for thing in things]

    return work


def _failure(take: Callable[[T], object], thing: T) -> BaseException | None:
    try:
        take(thing)
    except Exception as error:  # noqa: BLE001 - it is logged, and its record comes again.
        return error
    return None


def _worked(records: Sequence[Record], read: Callable[[Record], T], work: Work[T]) -> list[BaseException | None]:
    failures: list[BaseException | None] = [None] * len(records)
    things: dict[int, T] = {}
    for position, record in enumerate(records):
        try:
            things[position] = read(record)
        except Exception as error:  # noqa: BLE001 - whatever is in a record, it must not keep out the others.
            failures[position] = error
    for position, failure in zip(things, work(list(things.values())), strict=True):
        failures[position] = failure
    return failures


def _answer(event: Record, kind: EventType, failures: Sequence[BaseException | None]) -> Record:
    left = iter(failures)

    def look_up(record: Any) -> None:  # noqa: ANN401 - a queue's or a stream's, as Powertools reads them.
        failure = next(left)
        if failure:
            log_kept_out(record.get("messageId") or record.get("eventID"), failure)
            raise failure

    log_records(len(failures), sum(failure is not None for failure in failures))
    processor = BatchProcessor(event_type=kind, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(dict(event), look_up, processor))
