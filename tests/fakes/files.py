"""A FileCatalog in memory. tests/contract runs the same tests over it and over DynamoDB."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from filegate.domain.batches import Batch
from filegate.domain.errors import InvalidInput, QuotaExceeded
from filegate.domain.files import FileStatus, StoredFile
from filegate.domain.idempotency import Claim
from filegate.domain.pages import PageQuery
from filegate.domain.projects import Quota
from filegate.domain.purposes import MAX_PURPOSES
from filegate.domain.tombstones import Ending, Tombstone
from filegate.domain.uploads import Upload
from tests.fakes.claims import InMemoryClaims


class InMemoryFiles:
    def __init__(self, quota: Quota | None = None, claims: InMemoryClaims | None = None) -> None:
        self.quota = quota or Quota()
        self.quotas: dict[str, Quota] = {}
        self.claims = claims or InMemoryClaims()
        self.records: dict[tuple[str, str], StoredFile] = {}
        self.tombstones: dict[tuple[str, str], Tombstone] = {}
        self.reserved: dict[tuple[str, str], int] = {}
        self.purposes: Counter[tuple[str, str]] = Counter()
        self.batches: dict[tuple[str, str], Batch] = {}

    def __contains__(self, file: StoredFile) -> bool:
        return self.records.get((file.project, file.id)) == file

    def add(self, file: StoredFile, claim: Claim | None = None) -> None:
        if (file.project, file.id) in self.records:
            return
        if claim:
            self.claims.check_held(claim)
        self.check_room(file)
        self.records[file.project, file.id] = file
        self.purposes[file.project, file.purpose] += 1
        if claim:
            self.claims.answer(claim, file)

    def check_room(self, wanted: StoredFile | Upload) -> None:
        """Raises what refuses a file, or the reservation for one."""
        quota = self.quotas.get(wanted.project, self.quota)
        sizes = [file.size for file in self.of(wanted.project)]
        sizes += [size for (project, _), size in self.reserved.items() if project == wanted.project]
        if len(sizes) >= quota.files or sum(sizes) + wanted.size > quota.size:
            raise QuotaExceeded("full", param="file")
        used = {purpose for project, purpose in self.purposes if project == wanted.project}
        if wanted.purpose not in used and len(used) >= MAX_PURPOSES:
            raise InvalidInput("too many purposes", param="purpose")

    def get(self, project: str, file_id: str) -> StoredFile | None:
        return self.records.get((project, file_id))

    def of(self, project: str) -> Sequence[StoredFile]:
        return [file for file in self.records.values() if file.project == project]

    def page(self, query: PageQuery, now: int) -> Sequence[StoredFile]:
        ordered = sorted(self.records.values(), key=lambda file: file.id, reverse=query.newest_first)
        found = [file for file in ordered if _matches(file, query) and not file.expired(now)]
        return found[query.offset : query.offset + query.limit + 1]

    def count(self, project: str, purpose: str | None) -> int:
        return sum(purpose in {None, file.purpose} for file in self.of(project))

    def record_check(self, checked: StoredFile, batch: Batch | None = None) -> bool:
        held = self.records.get((checked.project, checked.id))
        if held is not None and held.status == FileStatus.UPLOADED:
            if batch:
                self.batches[batch.project, batch.id] = batch
            held = replace(held, status=checked.status, status_details=checked.status_details)
            self.records[checked.project, checked.id] = held
        return held is not None and held.status == checked.status

    def bury(self, file: StoredFile, ending: Ending, *, deleted_at: int, purge_at: int) -> bool:
        if self.records.pop((file.project, file.id), None) is None:
            return False
        stone = Tombstone(file=file, ending=ending, deleted_at=deleted_at, purge_at=purge_at)
        self.tombstones[file.project, file.id] = stone
        return True

    def expired(self, now: int) -> Iterator[StoredFile]:
        return (file for file in list(self.records.values()) if file.expired(now))


def _matches(file: StoredFile, query: PageQuery) -> bool:
    if file.project != query.project or query.purpose not in {None, file.purpose}:
        return False
    if query.after is None:
        return True
    return file.id < query.after if query.newest_first else file.id > query.after
