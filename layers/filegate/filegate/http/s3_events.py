"""S3's "Object Created" events, as EventBridge puts them into a queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FileObjectCreated:
    """The bytes of a file are there. `moment` is the event's own, in unix seconds."""

    project: str
    file_id: str
    moment: int

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> FileObjectCreated:
        """The event in a record of SQS. Raises ValueError or KeyError for what is none, which the rule lets not in."""
        event = json.loads(record["body"])
        _, project, file_id = event["detail"]["object"]["key"].split("/")
        return cls(project, file_id, int(datetime.fromisoformat(event["time"]).timestamp()))
