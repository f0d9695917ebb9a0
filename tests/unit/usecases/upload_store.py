"""Everything that the use cases of uploads need, in memory, with a clock that moves only when it is told to."""

from filegate.domain.projects import Quota
from filegate.domain.uploads import Part, Upload
from filegate.usecases.add_upload_part import add_upload_part
from filegate.usecases.cancel_upload import cancel_upload
from filegate.usecases.complete_upload import Completion, complete_upload
from filegate.usecases.create_upload import NewUpload, create_upload
from tests.builders import NOW, an_id
from tests.fakes.blobs import InMemoryBlobs
from tests.fakes.files import InMemoryFiles
from tests.fakes.parts import InMemoryParts
from tests.fakes.presigned import InMemoryPresignedParts
from tests.fakes.uploads import InMemoryUploads


class UploadStore:
    def __init__(self, quota: Quota | None = None) -> None:
        self.files = InMemoryFiles(quota)
        self.blobs = InMemoryBlobs()
        self.uploads = InMemoryUploads(self.files)
        self.parts = InMemoryParts(self.blobs)
        self.presigned = InMemoryPresignedParts(self.blobs)
        self.now = NOW

    def now_ms(self) -> int:
        return self.now * 1000

    def new_id(self, unix_ms: int) -> str:
        return an_id(unix_ms // 1000)

    def pause(self, seconds: float) -> None:
        self.now += 1

    def create(self, size: int = 6, *, lifetime: int | None = None) -> Upload:
        return create_upload(
            NewUpload(name="a.jsonl", purpose="batch", size=size, lifetime=lifetime), "acme", 3600, self
        )

    def add(self, upload: Upload, content: bytes) -> Part:
        return add_upload_part(f"upload_{upload.id}", "acme", content, self)

    def complete(self, upload: Upload, *parts: Part, md5: str | None = None) -> Upload:
        asked = Completion([f"part_{part.id}" for part in parts], md5)
        return complete_upload(f"upload_{upload.id}", "acme", asked, self)

    def cancel(self, upload: Upload) -> Upload:
        return cancel_upload(f"upload_{upload.id}", "acme", self)
