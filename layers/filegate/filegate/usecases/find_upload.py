"""Find an upload session."""

from filegate.domain.errors import InvalidInput, UploadNotFound
from filegate.domain.ids import parse_prefixed_id
from filegate.domain.ports import UploadSessions
from filegate.domain.uploads import Upload, UploadStatus


def find_upload(spelling: str, project: str, *, uploads: UploadSessions) -> Upload:
    """The session, whatever its status. Raises UploadNotFound alike for unknown and foreign ones."""
    upload_id = parse_prefixed_id("upload_", spelling)
    upload = uploads.get(project, upload_id) if upload_id else None
    if upload is None:
        raise UploadNotFound(spelling)
    return upload


def not_open(status: UploadStatus) -> InvalidInput:
    """The error for a session that has ended. It has for good, so it is no conflict, which SDKs would retry."""
    return InvalidInput(f"This upload is {status.value}: it takes no parts and no changes.", param="upload_id")
