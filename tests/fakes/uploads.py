"""UploadSessions in memory, beside InMemoryFiles, with which they share the quota."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from filegate.domain.files import StoredFile
from filegate.domain.uploads import SPARE_BYTES, Part, PartPage, Upload, UploadStatus
from tests.fakes.files import InMemoryFiles

Key = tuple[str, str]


class InMemoryUploads:
    def __init__(self, files: InMemoryFiles) -> None:
        self.files = files
        self.uploads: dict[Key, Upload] = {}
        self.recorded: dict[str, Part] = {}
        self.taken: dict[Key, int] = {}
        self.cleared: set[Key] = set()

    def open(self, upload: Upload) -> None:
        if _key(upload) in self.uploads:
            return
        self.files.check_room(upload)
        self.files.reserved[_key(upload)] = upload.size
        self.files.purposes[upload.project, upload.purpose] += 0
        self.uploads[_key(upload)] = upload
        self.taken[_key(upload)] = 0

    def get(self, project: str, upload_id: str) -> Upload | None:
        return self.uploads.get((project, upload_id))

    def add_part(self, part: Part) -> bool:
        if part.id in self.recorded:
            return True
        upload = self.uploads[part.project, part.upload_id]
        taken = self.taken[_key(upload)] + part.size
        if upload.status != UploadStatus.PENDING or upload.handle or taken > 2 * upload.size + SPARE_BYTES:
            return False
        self.taken[_key(upload)] = taken
        self.recorded[part.id] = part
        return True

    def use_presigned(self, upload: Upload, handle: str) -> bool:
        found = self.uploads[_key(upload)]
        if found.status != UploadStatus.PENDING or found.handle or self.taken[_key(upload)]:
            return found.handle == handle
        self._set(upload, handle=handle)
        return True

    def parts(self, project: str, upload_id: str) -> Sequence[Part]:
        of_upload = [part for part in self.recorded.values() if (part.project, part.upload_id) == (project, upload_id)]
        return sorted(of_upload, key=lambda part: part.id)

    def page_of_parts(self, upload: Upload, after: str | None, limit: int) -> PartPage:
        parts = [part for part in self.parts(upload.project, upload.id) if part.id > (after or "")]
        return PartPage(parts[:limit], has_more=len(parts) > limit)

    def begin(self, upload: Upload, joining: str, until: int, now: int) -> bool:
        found = self.uploads[_key(upload)]
        if found.joining != joining and not _free(found, now):
            return False
        joinings = found.joinings | {joining}
        self._set(found, status=UploadStatus.COMPLETING, joining=joining, joining_until=until, joinings=joinings)
        return True

    def reopen(self, upload: Upload, joining: str, cleared: frozenset[str]) -> None:
        if self._held(upload, joining):
            joinings = self.uploads[_key(upload)].joinings - cleared
            self._set(upload, status=UploadStatus.PENDING, joinings=joinings)

    def finish(self, upload: Upload, joining: str, file: StoredFile) -> bool:
        if not self._held(upload, joining):
            return self.uploads[_key(upload)].file == file
        del self.files.reserved[_key(upload)]
        self.files.add(file)
        self._set(upload, status=UploadStatus.COMPLETED, file=file)
        return True

    def end(self, upload: Upload, status: UploadStatus, now: int) -> bool:
        found = self.uploads[_key(upload)]
        if not _free(found, now):
            return found.status == status
        del self.files.reserved[_key(upload)]
        self._set(upload, status=status)
        return True

    def forget(self, upload: Upload, parts: Sequence[Part]) -> None:
        for part in parts:
            self.recorded.pop(part.id, None)
        self.cleared.add(_key(upload))

    def overdue(self, now: int) -> Iterator[Upload]:
        for key, upload in list(self.uploads.items()):
            if upload.expires_at <= now and key not in self.cleared:
                yield upload

    def _held(self, upload: Upload, joining: str) -> bool:
        found = self.uploads[_key(upload)]
        return (found.status, found.joining) == (UploadStatus.COMPLETING, joining)

    def _set(self, upload: Upload, **fields: object) -> None:
        self.uploads[_key(upload)] = replace(self.uploads[_key(upload)], **fields)  # type: ignore[arg-type]


def _key(upload: Upload) -> Key:
    return upload.project, upload.id


def _free(upload: Upload, now: int) -> bool:
    overdue = upload.status == UploadStatus.COMPLETING and upload.joining_until <= now
    return upload.status == UploadStatus.PENDING or overdue
