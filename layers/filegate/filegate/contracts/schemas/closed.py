"""What the schemas of every contract are made of."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=0)]
UnixSeconds = Annotated[int, Field(ge=0, description="Unix time in seconds.")]

ABSENT: Any = Field(default_factory=lambda: None)
"""The default of a key that is left out where it has no value. Where the key is there, null is no value for it."""


class Closed(BaseModel):
    """Has the keys that it names and no other, each of exactly its type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class DownloadUrl(Closed):
    """Where to get the content of a file without a key, until `expires_at`, and by what to check it.

    `digest` is `sha256:<hex>` or `crc64nvme:<hex>` of the whole, or else `md5-of-parts:<part size>:<hex>-<parts>`: the
    MD5 of the MD5s of its parts, each of that size but the last.
    """

    url: Annotated[str, Field(pattern=r"^https?://")]
    expires_at: UnixSeconds
    bytes: Count
    digest: Annotated[
        str, Field(pattern=r"^(sha256:[0-9a-f]{64}|crc64nvme:[0-9a-f]{16}|md5-of-parts:[0-9]+:[0-9a-f]{32}-[0-9]+)$")
    ]
