"""S3's "Object Created" events, as EventBridge puts them into a queue."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FileObjectCreated:
    """The bytes of a file are there. `moment` is the event's own, in unix seconds."""

    project: str
    file_id: str
    moment: int

    @classmethod
    def of(cls, body: str) -> FileObjectCreated:
        """Raises ValueError or KeyError for what is no such event; the rule and the queue's policy let none in."""
        event = json.loads(body)
        _, project, file_id = event["detail"]["object"]["key"].split("/")
        return cls(project, file_id, int(datetime.fromisoformat(event["time"]).timestamp()))
