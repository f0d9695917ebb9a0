"""Digests of objects whose bytes this process never saw, as S3 tells them.

Where S3 computed a SHA-256 of the whole (a copy that asked for it) it is that. An object joined from parts has the
CRC-64/NVME of the whole, which S3 computes of itself. A store that does not has only the ETag, which with S3's own
encryption is the MD5 of the parts' MD5s.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from typing import Any


def digest_of(answer: Mapping[str, Any], part_size: int) -> str:
    """`sha256:<hex>`, `crc64nvme:<hex>` or `md5-of-parts:<part size in bytes>:<hex>-<number of parts>`.

    `answer` is that of CopyObject (its CopyObjectResult), CompleteMultipartUpload, or HeadObject in checksum mode.
    """
    # A composite checksum, of checksums of parts, is told with the number of parts after a dash.
    for name, algorithm in (("ChecksumSHA256", "sha256"), ("ChecksumCRC64NVME", "crc64nvme")):
        told = answer.get(name, "-")
        if "-" not in told:
            return f"{algorithm}:{b64decode(told).hex()}"
    return f"md5-of-parts:{part_size}:{answer['ETag'].strip(chr(34))}"
