"""The edge of functions that follow the table's stream: each record by itself, and only what failed comes again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from filegate.http.observation import log_record_failure
from filegate.http.request import Event

Record = dict[str, Any]


def each_record(event: Event, handle: Callable[[Record], None]) -> dict[str, Any]:
    """The partial batch answer. Raises Powertools' BatchProcessingError where all of them failed."""

    def handle_or_log(record: DynamoDBRecord) -> None:
        try:
            handle(record.raw_event)
        except Exception:
            log_record_failure(record.raw_event["eventID"])
            raise

    processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
    return dict(process_partial_response(event=dict(event), record_handler=handle_or_log, processor=processor))
