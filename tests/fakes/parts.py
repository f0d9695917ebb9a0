"""A PartStore in memory. tests/contract runs the same tests over it and over S3."""

from collections.abc import Sequence
from hashlib import md5 as md5_of
from hashlib import sha256

from filegate.domain.errors import InvalidInput
from filegate.domain.uploads import Joined, Part
from tests.fakes.blobs import InMemoryBlobs


class InMemoryParts:
    """The files that it joins are among the blobs."""

    def __init__(self, blobs: InMemoryBlobs) -> None:
        self.contents: dict[tuple[str, str, str], bytes] = {}
        self._blobs = blobs

    def __len__(self) -> int:
        return len(self.contents)

    def put(self, part: Part, content: bytes) -> str:
        self.contents.setdefault(_key(part), content)
        return "only-version"

    def join(self, parts: Sequence[Part], file_id: str, md5: str | None) -> Joined:
        assert {part.receipt for part in parts} == {"only-version"}
        content = b"".join(self.contents[_key(part)] for part in parts)
        if md5 is not None and md5.lower() != md5_of(content, usedforsecurity=False).hexdigest():
            raise InvalidInput("The MD5 of the parts, joined in this order, is another.", param="md5")
        self._blobs.contents.setdefault((parts[0].project, file_id), content)
        return Joined(len(content), f"sha256:{sha256(content).hexdigest()}")

    def clear(self, project: str, file_id: str) -> None:
        self._blobs.contents.pop((project, file_id), None)

    def discard(self, parts: Sequence[Part]) -> None:
        for part in parts:
            self.contents.pop(_key(part), None)


def _key(part: Part) -> tuple[str, str, str]:
    return part.project, part.upload_id, part.id
