"""The Claims of idempotency keys in memory. tests/contract runs the same tests over it and over DynamoDB."""

from dataclasses import replace

from filegate.domain.files import StoredFile
from filegate.domain.idempotency import Claim, still_running


class InMemoryClaims:
    def __init__(self) -> None:
        self.claims: dict[tuple[str, str], Claim] = {}
        self.answers: dict[tuple[str, str], StoredFile] = {}

    def take(self, claim: Claim, now: int) -> Claim | StoredFile:
        earlier = self.claims.get(_key(claim))
        if earlier is None or earlier.ends_at <= now or earlier.runner == claim.runner:
            self.answers.pop(_key(claim), None)
            self.claims[_key(claim)] = claim
            return claim
        earlier.check_same_request(claim)
        if _key(claim) in self.answers:
            return self.answers[_key(claim)]
        if earlier.running_until > now:
            raise still_running()
        self.claims[_key(claim)] = earlier.taken_over_by(claim)
        return self.claims[_key(claim)]

    def suspend(self, claim: Claim) -> None:
        if self._held_by(claim):
            self.claims[_key(claim)] = replace(claim, running_until=0)

    def drop(self, claim: Claim) -> bool:
        if _key(claim) in self.claims and not self._held_by(claim):
            return False
        self.claims.pop(_key(claim), None)
        return True

    def check_held(self, claim: Claim) -> None:
        """As the condition of the transaction that makes the file."""
        held = self.claims.get(_key(claim))
        if held is None or held.file_id != claim.file_id:
            raise still_running()

    def answer(self, claim: Claim, file: StoredFile) -> None:
        self.answers[_key(claim)] = file

    def _held_by(self, claim: Claim) -> bool:
        held = self.claims.get(_key(claim))
        return held is not None and held.runner == claim.runner and _key(claim) not in self.answers


def _key(claim: Claim) -> tuple[str, str]:
    return claim.project, claim.key_digest
