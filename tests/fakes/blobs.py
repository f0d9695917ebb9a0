"""A BlobStore in memory. tests/contract runs the same tests over it and over S3."""

from collections.abc import Iterator

from filegate.domain.files import BytesGone, StoredFile


class InMemoryBlobs:
    def __init__(self) -> None:
        self.contents: dict[tuple[str, str], bytes] = {}

    def __len__(self) -> int:
        return len(self.contents)

    def put(self, file: StoredFile, content: bytes) -> str:
        self.contents.setdefault((file.project, file.id), content)
        return "only-version"

    def discard(self, file: StoredFile, receipt: str) -> None:
        assert receipt == "only-version"
        self.contents.pop((file.project, file.id), None)

    def erase(self, file: StoredFile) -> None:
        self.contents.pop((file.project, file.id), None)

    def read(self, file: StoredFile) -> bytes:
        try:
            return self.contents[file.project, file.id]
        except KeyError:
            raise BytesGone(file.id) from None

    def stream(self, file: StoredFile) -> Iterator[bytes]:
        content = self.read(file)
        yield from (content[start : start + 7] for start in range(0, len(content), 7))

    def url(self, file: StoredFile, seconds: int) -> str:
        return f"memory://{file.project}/{file.id}?seconds={seconds}"
