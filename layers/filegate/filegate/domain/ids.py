"""Ids of files, uploads and parts: UUIDv7 (RFC 9562, section 5.7), so that their order is the order of creation.

Inside they are 32 lower-case hexadecimal digits. On the wire a contract spells them `file-<32 hex>` or as a canonical
UUID; both spellings are read everywhere. Uploads and parts are `upload_<32 hex>` and `part_<32 hex>`, as at OpenAI.
"""

import re

_HEX = re.compile(r"[0-9a-f]{32}")
_SPELLINGS = re.compile(r"(?:file-)?([0-9a-f]{32})|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


def uuid7(unix_ms: int, entropy: bytes) -> str:
    """32 hex digits for a moment in milliseconds and 10 random bytes (74 of their bits are used)."""
    random = int.from_bytes(entropy[:10], "big")
    version_and_a = 0x7000 | (random >> 68)
    variant_and_b = (0b10 << 62) | (random & ((1 << 62) - 1))
    return f"{unix_ms:012x}{version_and_a:04x}{variant_and_b:016x}"


def created_ms(file_id: str) -> int:
    """The moment that the id was made for, in milliseconds."""
    return int(file_id[:12], 16)


def canonical_uuid(file_id: str) -> str:
    """`01890a5d-ac96-774b-bcce-b302099a8057` for the same digits without dashes."""
    return "-".join((file_id[:8], file_id[8:12], file_id[12:16], file_id[16:20], file_id[20:]))


def parse_file_id(spelling: str) -> str | None:
    """The 32 digits behind either spelling, or None where the text is no file id at all."""
    match = _SPELLINGS.fullmatch(spelling.lower())
    return match and (match[1] or match[2].replace("-", ""))


def parse_prefixed_id(prefix: str, spelling: str) -> str | None:
    """The 32 digits behind `<prefix><32 hex>`, or None."""
    digits = spelling.removeprefix(prefix)
    return digits if digits != spelling and _HEX.fullmatch(digits) else None
