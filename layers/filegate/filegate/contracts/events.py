"""The details of events on the bus, schema version 1 (docs/events.md).

Files and batches look as in OpenAI's contract, whatever contract the API speaks, so that rules and programs need to
know one.
"""

from dataclasses import replace

from filegate.contracts import openai
from filegate.contracts.answers import Json
from filegate.contracts.batches import batch as batch_object
from filegate.domain.batches import Batch
from filegate.domain.drops import Rejection
from filegate.domain.events import Change
from filegate.domain.files import StoredFile

SCHEMA_VERSION = "1"

FAULTS_TOLD = 10
"""So many of what failed a batch: an event with all of them would be too large to be taken together with others."""


def detail_of(change: Change) -> Json:
    """Of a change that is an event."""
    told = {"schema_version": SCHEMA_VERSION, "event_id": change.id, "time": change.at}
    if change.rejection:
        return told | {"project": change.rejection.dropped.claimed_project, "drop": _drop(change.rejection)}
    if change.batch:
        return told | {"project": change.batch.project, "batch": _batch(change.batch)}
    if change.file is None:
        raise LookupError(f"change {change.id} is no event")
    return told | {"project": change.file.project, "file": _file(change.file)}


def _file(file: StoredFile) -> Json:
    return openai.file(file) | {"digest": file.digest}


def _batch(batch: Batch) -> Json:
    return batch_object(replace(batch, faults=batch.faults[:FAULTS_TOLD]), openai)


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
