"""Upload sessions and parts: OpenAI's in every contract, which only gives the file within its own shape."""

from typing import Annotated, Literal

from pydantic import Field

from filegate.contracts.schemas.closed import Closed, UnixSeconds

UploadId = Annotated[str, Field(pattern=r"^upload_[0-9a-f]{32}$")]


class DescribedUpload(Closed):
    """An upload session, but for its file."""

    id: UploadId
    object: Literal["upload"]
    bytes: Annotated[int, Field(ge=1)]
    created_at: UnixSeconds
    filename: str
    purpose: str
    status: Literal["pending", "completed", "cancelled", "expired"]
    expires_at: UnixSeconds


class UploadPart(Closed):
    """A part of an upload."""

    id: Annotated[str, Field(pattern=r"^part_[0-9a-f]{32}$")]
    object: Literal["upload.part"]
    created_at: UnixSeconds
    upload_id: UploadId
