"""The details of events on the bus, schema version 1 (docs/events.md).

A file looks as in OpenAI's contract, whatever contract the API speaks, so that rules and programs need to know one.
"""

from filegate.contracts.answers import Json
from filegate.contracts.openai import file as file_object
from filegate.domain.drops import Rejection
from filegate.domain.events import Change
from filegate.domain.files import StoredFile

SCHEMA_VERSION = "1"


def detail_of(change: Change) -> Json:
    """Of a change that is an event."""
    told = {"schema_version": SCHEMA_VERSION, "event_id": change.id, "time": change.at}
    if change.rejection:
        return told | {"project": change.rejection.dropped.claimed_project, "drop": _drop(change.rejection)}
    if change.file is None:
        raise LookupError(f"change {change.id} is no event")
    return told | {"project": change.file.project, "file": _file(change.file)}


def _file(file: StoredFile) -> Json:
    return file_object(file) | {"digest": file.digest}


def _drop(rejection: Rejection) -> Json:
    dropped = rejection.dropped
    return {
        "bucket": dropped.bucket,
        "key": dropped.key,
        "version_id": dropped.version,
        "bytes": dropped.size,
        "dropped_at": dropped.dropped_at,
        "reason": rejection.reason.value,
    }
