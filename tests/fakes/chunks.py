"""A ChunkStore in memory. tests/contract runs the same tests over it and over S3."""

from collections.abc import Sequence
from hashlib import sha256

from filegate.domain.batches import Batch
from filegate.domain.chunks import Chunk, ChunkResult, Hold, LineResult, Segment, Tally
from filegate.domain.uploads import Joined


class InMemoryChunks:
    def __init__(self) -> None:
        self.chunks: dict[tuple[str, int], Chunk] = {}
        self.stored: dict[tuple[str, int], list[Segment]] = {}
        self.contents: dict[str, bytes] = {}
        self.results: dict[tuple[str, int], ChunkResult] = {}
        self.files: dict[str, bytes] = {}

    def put_chunk(self, batch: Batch, number: int, chunk: Chunk) -> None:
        self.chunks[batch.id, number] = chunk

    def chunk(self, batch: Batch, number: int) -> Chunk:
        return self.chunks[batch.id, number]

    def put_segment(self, hold: Hold, results: Sequence[LineResult]) -> Segment:
        ordered = sorted(results, key=lambda result: (not result.succeeded, result.number))
        output = b"".join(result.text for result in ordered if result.succeeded)
        error = b"".join(result.text for result in ordered if not result.succeeded)
        segment = Segment(
            f"{hold.batch.id}/{hold.number}/{len(self.contents)}",
            len(output),
            len(error),
            [result.number for result in ordered],
            sum((result.tally for result in ordered), Tally()),
        )
        self.contents[segment.key] = output + error
        self.stored.setdefault((hold.batch.id, hold.number), []).append(segment)
        return segment

    def segments(self, batch: Batch, number: int) -> Sequence[Segment]:
        return list(self.stored.get((batch.id, number), []))

    def finish(self, batch: Batch, number: int, result: ChunkResult) -> ChunkResult:
        return self.results.setdefault((batch.id, number), result)

    def result(self, batch: Batch, number: int) -> ChunkResult | None:
        return self.results.get((batch.id, number))

    def join(self, batch: Batch, results: Sequence[ChunkResult], part: str, file_id: str) -> Joined | None:
        content = b"".join(self._part(segment, part) for result in results for segment in result.segments)
        if not content:
            return None
        self.files[file_id] = content
        return Joined(len(content), f"sha256:{sha256(content).hexdigest()}")

    def _part(self, segment: Segment, part: str) -> bytes:
        content = self.contents[segment.key]
        return content[: segment.output] if part == "output" else content[segment.output :]
