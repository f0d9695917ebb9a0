"""Files that become batches by themselves: which dropped objects are meant, and what batch each of them becomes.

    meant ──> file, `auto_batch`, waits for its check ──> processed, and its batch is there: both in one write
                                     └──────> error, and there is never a batch

The batch's id is made from the file's, so whoever does a step again, in whatever order, means the same batch.
"""

from dataclasses import dataclass
from hashlib import sha256

from filegate.domain.batches import Batch
from filegate.domain.files import StoredFile
from filegate.domain.ids import created_ms, uuid7

ALL = "*"


@dataclass(frozen=True, slots=True)
class AutoBatch:
    """Which dropped files become batches: those that a rule covers, and with `tags` those that are tagged so.

    A rule is `*`, a project, or <project>/<what the name begins with>.
    """

    rules: tuple[str, ...] = ()
    tags: bool = True

    def covers(self, project: str, name: str) -> bool:
        whole = f"{project}/{name}"
        return any(rule in {ALL, project} or ("/" in rule and whole.startswith(rule)) for rule in self.rules)


@dataclass(frozen=True, slots=True)
class BatchTerms:
    """Of batches that no request describes: their completion window and the life of their files, in seconds."""

    window: int
    output_lifetime: int | None


def batch_of_file(file: StoredFile, endpoint: str, terms: BatchTerms, now: int) -> Batch:
    """The batch that says by its metadata which dropped file it is of."""
    return Batch(
        id=uuid7(created_ms(file.id), sha256(f"batch of {file.id}".encode()).digest()),
        project=file.project,
        endpoint=endpoint,
        input_file_id=file.id,
        created_at=now,
        expires_at=now + terms.window,
        metadata={"drop": file.name},
        output_lifetime=terms.output_lifetime,
        heard_at=now,
    )
