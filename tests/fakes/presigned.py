"""PresignedParts in memory. tests/contract runs the same tests over it and over S3."""

from collections.abc import Sequence
from hashlib import md5
from itertools import count

from filegate.domain.errors import InvalidInput
from filegate.domain.presigned_parts import part_id, part_size
from filegate.domain.uploads import Joined, Part, PartPage, Upload
from tests.builders import NOW, unavailable
from tests.fakes.blobs import InMemoryBlobs

Key = tuple[str, str]


class InMemoryPresignedParts:
    """The files that it makes are among the blobs. `begun` has what was sent, by handle."""

    def __init__(self, blobs: InMemoryBlobs) -> None:
        self.begun: dict[str, dict[int, bytes]] = {}
        self._of: dict[str, Key] = {}
        self._blobs = blobs
        self._handles = count()

    def __len__(self) -> int:
        return len(self.begun)

    def begin(self, upload: Upload) -> str:
        handle = f"handle-{next(self._handles)}"
        self.begun[handle], self._of[handle] = {}, _key(upload)
        return handle

    def abandon(self, upload: Upload, handle: str) -> None:
        self.begun.pop(handle, None)

    def url(self, upload: Upload, number: int, seconds: int) -> str:
        return f"memory://{upload.project}/{upload.id}/{upload.handle}?part={number}&seconds={seconds}"

    def send(self, upload: Upload, number: int, content: bytes) -> None:
        """What a client does that has an address."""
        self.begun[str(upload.handle)][number] = content

    def arrived(self, upload: Upload) -> Sequence[Part] | None:
        sent = self.begun.get(str(upload.handle))
        return None if sent is None else [_part(upload, number, sent[number]) for number in sorted(sent)]

    def page(self, upload: Upload, after: int, limit: int) -> PartPage:
        parts = [part for part in self.arrived(upload) or [] if (part.number or 0) > after]
        return PartPage(parts[:limit], has_more=len(parts) > limit)

    def join(self, upload: Upload, parts: Sequence[Part] | None) -> Joined:
        if parts and self.arrived(upload) not in (None, parts):
            raise InvalidInput("A part was sent anew.", param="part_ids")
        sent = self.begun.pop(str(upload.handle), None)
        if sent is not None and parts is not None:
            self._blobs.contents[_key(upload)] = b"".join(sent[number] for number in sorted(sent))
        if len(self._blobs.contents.get(_key(upload), b"")) != upload.size:
            raise unavailable("CompleteMultipartUpload")
        whole = md5(self._blobs.contents[_key(upload)], usedforsecurity=False).hexdigest()
        return Joined(upload.size, f"md5-of-parts:{part_size(upload)}:{whole}-1")

    def clear(self, upload: Upload) -> None:
        self.forget_others(upload)
        self._blobs.contents.pop(_key(upload), None)

    def forget_others(self, upload: Upload) -> None:
        for handle, key in self._of.items():
            if key == _key(upload):
                self.begun.pop(handle, None)


def _key(upload: Upload) -> Key:
    return upload.project, upload.id


def _part(upload: Upload, number: int, content: bytes) -> Part:
    return Part(
        id=part_id(upload.id, number),
        upload_id=upload.id,
        project=upload.project,
        size=len(content),
        created_at=NOW,
        receipt=md5(content, usedforsecurity=False).hexdigest(),
        number=number,
    )
