"""Upload sessions and parts: OpenAI's in every contract, which only gives the file within its own shape."""

from typing import Annotated, Literal

from pydantic import Field

from filegate.contracts.schemas.closed import ABSENT, Closed, Count, UnixSeconds

UploadId = Annotated[str, Field(pattern=r"^upload_[0-9a-f]{32}$")]
PartId = Annotated[str, Field(pattern=r"^part_[0-9a-f]{32}$")]
PartNumber = Annotated[int, Field(ge=1, le=10_000)]


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

    id: PartId
    object: Literal["upload.part"]
    created_at: UnixSeconds
    upload_id: UploadId


class ListedUploadPart(UploadPart):
    """A part that has arrived. Presigned ones have their place in the file, and the MD5 of their bytes."""

    bytes: Count
    part_number: PartNumber = ABSENT
    md5: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] = ABSENT


class UploadPartList(Closed):
    """A page of the parts that have arrived."""

    object: Literal["list"]
    data: list[ListedUploadPart]
    first_id: PartId | None
    last_id: PartId | None
    has_more: bool


class UploadPartUrl(Closed):
    """Where to PUT the bytes of a part without a key, until `expires_at`."""

    part_number: PartNumber
    part_id: PartId
    url: Annotated[str, Field(pattern=r"^https?://")]
    expires_at: UnixSeconds


class UploadPartUrls(Closed):
    """Addresses of parts. Each but the last part of the file has `part_size` bytes; the last has the rest."""

    object: Literal["list"]
    part_size: Annotated[int, Field(ge=16_777_216, le=5_368_709_120)]
    data: list[UploadPartUrl]
