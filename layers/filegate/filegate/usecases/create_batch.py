"""Create a batch: the record first, then the execution that does it, which is found missing where that fails."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from filegate.domain.batch_requests import check_input
from filegate.domain.batches import Batch
from filegate.domain.errors import StorageUnavailable
from filegate.domain.idempotency import KEPT_SECONDS, Claim, digest_of_key
from filegate.domain.ids import parse_file_id
from filegate.domain.ports import Batches, Executions, FileCatalog


class Stores(Protocol):
    """What creating a batch needs."""

    @property
    def files(self) -> FileCatalog: ...
    @property
    def batches(self) -> Batches: ...
    @property
    def executions(self) -> Executions: ...
    def now_ms(self) -> int: ...
    def new_id(self, unix_ms: int, /) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """A batch as a client asks for it, its fields checked. `output_lifetime` is that of its files, in seconds."""

    input_file_id: str
    endpoint: str
    metadata: Mapping[str, str] | None = None
    output_lifetime: int | None = None


def create_batch(new: NewBatch, project: str, idempotency_key: str | None, window: int, to: Stores) -> Batch:
    """The batch, to be done within `window` seconds. Raises FileNotFound, InvalidInput, Conflict, StorageUnavailable.

    Whether its file can be worked on at all, the batch tells later.
    """
    now_ms = to.now_ms()
    file_id = parse_file_id(new.input_file_id)
    file = to.files.get(project, file_id) if file_id else None
    batch = Batch(
        id=to.new_id(now_ms),
        project=project,
        endpoint=new.endpoint,
        input_file_id=check_input(file, new.input_file_id, now_ms // 1000).id,
        created_at=now_ms // 1000,
        expires_at=now_ms // 1000 + window,
        metadata=new.metadata,
        output_lifetime=new.output_lifetime,
        heard_at=now_ms // 1000,
    )
    recorded = to.batches.add(batch, None if idempotency_key is None else _claim(batch, idempotency_key))
    if not recorded.ended:
        # The batch is there now, and a client that heard of a failure would make a second one. If it does not start
        # here, resume_batches starts it.
        with suppress(StorageUnavailable):
            to.executions.start(recorded, recorded.id)
    return recorded


def _claim(batch: Batch, key: str) -> Claim:
    """Making a batch is a single write, so the claim is answered in the very moment that it is made."""
    metadata = None if batch.metadata is None else sorted(batch.metadata.items())
    asked = repr(("batch", batch.input_file_id, batch.endpoint, metadata, batch.output_lifetime))
    return Claim(
        project=batch.project,
        key_digest=digest_of_key(key),
        fingerprint=sha256(asked.encode()).hexdigest(),
        file_id=batch.id,
        runner=batch.id,
        running_until=0,
        ends_at=batch.created_at + KEPT_SECONDS,
    )
