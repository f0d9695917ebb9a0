"""How segments are described in their objects' metadata, and results in their objects (S3 takes 2 KB of metadata)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from filegate.domain.batches import TokenUsage
from filegate.domain.chunks import ChunkResult, Segment, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NEWLINE = b"\n"


def described(segment: Segment) -> dict[str, str]:
    """The numbers of the lines as a bit each, counted from the least of them."""
    first = min(segment.numbers)
    return {
        "output": str(segment.output),
        "error": str(segment.error),
        "first": str(first),
        "lines": f"{sum(1 << (number - first) for number in segment.numbers):x}",
        "tally": orjson.dumps(_numbers_of(segment.tally)).decode(),
    }


def segment_of(key: str, metadata: Mapping[str, str]) -> Segment:
    bits, first = int(metadata["lines"], 16), int(metadata["first"])
    return Segment(
        key,
        int(metadata["output"]),
        int(metadata["error"]),
        [first + place for place in range(bits.bit_length()) if bits >> place & 1],
        _tally_of(orjson.loads(metadata["tally"])),
    )


def result_text(result: ChunkResult) -> bytes:
    return orjson.dumps(
        [
            {"key": each.key, "output": each.output, "error": each.error, "tally": _numbers_of(each.tally)}
            for each in result.segments
        ]
    )


def result_of(text: bytes) -> ChunkResult:
    """The segments without the numbers of their lines, which nobody asks for any more."""
    described: list[dict[str, Any]] = orjson.loads(text)
    return ChunkResult(
        [Segment(each["key"], each["output"], each["error"], [], _tally_of(each["tally"])) for each in described]
    )


def summed(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _numbers_of(tally: Tally) -> list[int]:
    usage = tally.usage
    return [tally.completed, tally.failed, tally.expired, usage.input, usage.cached, usage.output, usage.reasoning]


def _tally_of(numbers: Sequence[int]) -> Tally:
    completed, failed, expired, *tokens = numbers
    return Tally(completed, failed, expired, TokenUsage(*tokens))
