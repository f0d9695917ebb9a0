"""Idempotency keys: a client that repeats a creation with the same key gets the same file, not a second one.

A claim holds the key while the request runs, with the id that its file will have; whoever takes the claim over after
a crash goes on with that very id, so that what was done already is found and not done again. The answer is kept in
the transaction that makes the file: there is no moment at which one is there without the other.

After half an hour nobody goes on with it, but with an id of his own: the sweep may be about to take away what was done.
"""

from dataclasses import dataclass, replace
from hashlib import sha256

from filegate.domain.errors import Conflict, InvalidInput
from filegate.domain.ids import created_ms

KEPT_SECONDS = 86_400
RUNNING_SECONDS = 30
"""After this a claim may be taken over: it is longer than any function can run (template.yaml: Timeout)."""

RESUMED_SECONDS = 1_800
"""An attempt that began longer ago is begun anew. The sweep judges what is an hour old (domain/sweep)."""

MAX_KEY_LENGTH = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`runner` names the request that holds the claim, `fingerprint` what was asked; moments are unix seconds."""

    project: str
    key_digest: str
    fingerprint: str
    file_id: str
    runner: str
    running_until: int
    ends_at: int

    def taken_over_by(self, other: "Claim") -> "Claim":
        """This claim, in the hands of another request for the same thing."""
        is_old = created_ms(self.file_id) + RESUMED_SECONDS * 1000 <= created_ms(other.file_id)
        file_id = other.file_id if is_old else self.file_id
        return replace(self, runner=other.runner, running_until=other.running_until, file_id=file_id)

    def check_same_request(self, other: "Claim") -> None:
        """Raises Conflict, for good, where the key was used for something else."""
        if self.fingerprint != other.fingerprint:
            raise Conflict("This Idempotency-Key was used for another request.", passing=False)


def still_running() -> Conflict:
    """The error while another request holds the claim."""
    return Conflict("A request with this Idempotency-Key is still in progress.", passing=True)


def check_key(key: str) -> str:
    """The key itself. Raises InvalidInput beyond 1 to 255 printable ASCII characters."""
    if not 0 < len(key) <= MAX_KEY_LENGTH or not (key.isascii() and key.isprintable()):
        raise InvalidInput(
            f"The Idempotency-Key must be 1 to {MAX_KEY_LENGTH} printable ASCII characters.", param="Idempotency-Key"
        )
    return key


def digest_of_key(key: str) -> str:
    return sha256(key.encode()).hexdigest()
