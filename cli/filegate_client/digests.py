"""The digests that the deployment tells: what was made of the bytes here must read the same."""

import hashlib
from typing import Protocol

from filegate_client.errors import DigestMismatch, FilegateFailure


class Digest(Protocol):
    """Takes the bytes of the whole file in their order."""

    def update(self, chunk: bytes, /) -> None: ...

    def text(self) -> str:
        """With its kind, as the deployment writes it."""
        ...


class Check:
    """Compares the bytes that are fed to it with the digest that is expected of them."""

    def __init__(self, expected: str) -> None:
        """Raises FilegateFailure for a kind of digest that this version does not know."""
        self._expected = expected
        self._digest = _digest_like(expected)
        self.update = self._digest.update

    def finish(self) -> None:
        """Raises DigestMismatch."""
        found = self._digest.text()
        if found != self._expected:
            raise DigestMismatch(f"What arrived is not what was stored: its digest is {found}, not {self._expected}.")


class _Sha256:
    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.update = self._digest.update

    def text(self) -> str:
        return f"sha256:{self._digest.hexdigest()}"


class _Crc64Nvme:
    """S3's own checksum of a file that came in parts."""

    def __init__(self) -> None:
        # Compiled code of several megabytes, which few commands need.
        from awscrt.checksums import crc64nvme

        self._continue = crc64nvme
        self._value = 0

    def update(self, chunk: bytes) -> None:
        self._value = self._continue(chunk, self._value)

    def text(self) -> str:
        return f"crc64nvme:{self._value:016x}"


class _Md5OfParts:
    """The MD5 of the MD5s of the parts, which is the ETag of an object that S3 joined."""

    def __init__(self, part_size: int) -> None:
        self._part_size = part_size
        self._whole = hashlib.md5(usedforsecurity=False)
        self._parts = 0
        self._begin_part()

    def update(self, chunk: bytes) -> None:
        left = memoryview(chunk)
        while left:
            taken, left = left[: self._room], left[self._room :]
            self._part.update(taken)
            self._room -= len(taken)
            if not self._room:
                self._end_part()

    def text(self) -> str:
        if self._room < self._part_size:
            self._end_part()
        return f"md5-of-parts:{self._part_size}:{self._whole.hexdigest()}-{self._parts}"

    def _begin_part(self) -> None:
        self._part = hashlib.md5(usedforsecurity=False)
        self._room = self._part_size

    def _end_part(self) -> None:
        self._whole.update(self._part.digest())
        self._parts += 1
        self._begin_part()


def _digest_like(expected: str) -> Digest:
    match expected.split(":"):
        case ["sha256", _]:
            return _Sha256()
        case ["crc64nvme", _]:
            return _Crc64Nvme()
        case ["md5-of-parts", size, _] if size.isdecimal() and int(size):
            return _Md5OfParts(int(size))
    raise FilegateFailure(f"The digest {expected!r} is of a kind that this version does not know.")
