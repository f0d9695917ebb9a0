"""Presigned parts: pieces of an upload that a client sends straight to the store, each by an address of its own.

Their number, sizes and ids follow from the upload alone, so nothing of them is recorded: the store itself knows what
has arrived. A part's id is the beginning of the upload's id with the part's number behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from filegate.domain.errors import InvalidInput
from filegate.domain.ids import parse_prefixed_id
from filegate.domain.limits import MIB
from filegate.domain.uploads import MAX_PARTS, Part, Upload

MAX_PART_URLS = 1_000
"""Addresses in one answer; each is about a kilobyte long."""

MAX_PART_URL_SECONDS = 3_600

_LEAST_PART_BYTES = 16 * MIB
_NUMBER_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PartUrl:
    """Where to PUT the part of that number until `expires_at`, and the id by which completing names it."""

    number: int
    part_id: str
    url: str
    expires_at: int


def part_size(upload: Upload) -> int:
    """Bytes of every part but the last, so many that MAX_PARTS are enough: 16 MiB to 5 GiB, in whole MiB."""
    needed = -(-upload.size // MAX_PARTS)
    return max(_LEAST_PART_BYTES, -(-needed // MIB) * MIB)


def part_count(upload: Upload) -> int:
    return -(-upload.size // part_size(upload))


def bytes_of_part(upload: Upload, number: int) -> int:
    """What the part of that number (from 1 on) has to have: the last has what is left."""
    return min(part_size(upload), upload.size - (number - 1) * part_size(upload))


def part_id(upload_id: str, number: int) -> str:
    """Its order is that of the numbers."""
    return f"{upload_id[:-_NUMBER_DIGITS]}{number:0{_NUMBER_DIGITS}x}"


def number_of(upload: Upload, part_id: str) -> int | None:
    """The number behind the id, or None where the upload has no such part."""
    beginning, digits = part_id[:-_NUMBER_DIGITS], part_id[-_NUMBER_DIGITS:]
    if beginning != upload.id[:-_NUMBER_DIGITS]:
        return None
    number = int(digits, 16)
    return number if 1 <= number <= part_count(upload) else None


def check_part_numbers(upload: Upload, numbers: Sequence[int]) -> None:
    """Raises InvalidInput naming the first that the upload has not, or that comes a second time."""
    most, seen = part_count(upload), set[int]()
    for position, number in enumerate(numbers):
        param = f"part_numbers[{position}]"
        if not 1 <= number <= most:
            raise InvalidInput(f"Invalid value for '{param}': this upload has the parts 1 to {most}.", param=param)
        if number in seen:
            raise InvalidInput(f"Invalid value for '{param}': {number} is there already.", param=param)
        seen.add(number)


def check_all_named(upload: Upload, spellings: Sequence[str]) -> None:
    """Raises InvalidInput unless these are the ids of all parts of the upload, as clients spell them, in order."""
    most = part_count(upload)
    for position, spelling in enumerate(spellings):
        digits = parse_prefixed_id("part_", spelling)
        number = number_of(upload, digits) if digits else None
        if number != position + 1:
            raise InvalidInput(_why_not(spelling, number, position + 1), param=f"part_ids[{position}]")
    if len(spellings) < most:
        raise InvalidInput(f"This upload has {most} parts, of which {len(spellings)} are named.", param="part_ids")


def check_all_arrived(upload: Upload, parts: Sequence[Part]) -> None:
    """Raises InvalidInput naming the first part of the upload that is not among these, or has not the size it must."""
    sizes = {part.number: part.size for part in parts}
    for number in range(1, part_count(upload) + 1):
        expected = bytes_of_part(upload, number)
        if number not in sizes:
            raise InvalidInput(f"Part {number} has not arrived.", param=f"part_ids[{number - 1}]")
        if sizes[number] != expected:
            raise InvalidInput(
                f"Part {number} has {sizes[number]} bytes, but must have {expected}.", param=f"part_ids[{number - 1}]"
            )


def _why_not(spelling: str, number: int | None, expected: int) -> str:
    if number is None:
        return f"No such part of this upload: '{spelling[:64]}'."
    return f"Part {number} is named where part {expected} must be: all parts, in the order of their numbers, once each."
