"""The pieces of batches in S3, under batches/<project>/<batch>/: chunks/<n>, segments/<n>/<id>, results/<n>.

A chunk is lines of the input, with the number of the first in its metadata. A segment is results, with what there is of
them in its metadata. A result is JSON and names its segments. The bucket's lifecycle rule removes them all in time.

IAM actions on batches/*: `put_chunk` needs PutObject; `chunk` needs GetObject; `put_segment` needs PutObject;
`segments` needs GetObject; `finish` needs PutObject and GetObject; `result` needs GetObject; `join` needs GetObject.

IAM actions on files/*: `join` needs PutObject, GetObject to find out whether an earlier joining has won, and
AbortMultipartUpload where it fails.

IAM actions on the list of batches: `segments` needs ListBucket.

IAM actions on the bucket: `join` needs ListBucketMultipartUploads where the answer to its beginning was lost.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from botocore.exceptions import ClientError

from filegate.adapters.aws import error_code, unavailable_when_aws_fails
from filegate.adapters.s3_chunk_texts import (
    NEWLINE,
    described,
    result_of,
    result_text,
    segment_of,
    summed,
)
from filegate.adapters.s3_joining import PIECE_BYTES, THREADS, pieces, read_ahead, write_behind
from filegate.adapters.s3_multipart import MultipartUpload
from filegate.adapters.s3_objects import put_once
from filegate.adapters.tally import Tally as BytesTally
from filegate.domain.chunks import Chunk, ChunkResult, Segment
from filegate.domain.errors import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy_boto3_s3 import S3Client

    from filegate.domain.batches import Batch
    from filegate.domain.chunks import Hold, LineResult
    from filegate.domain.uploads import Joined

Range: TypeAlias = "tuple[str, int, int]"
"""Key, first byte and size."""

_NOT_THERE = frozenset({"404", "403", "NoSuchKey", "AccessDenied"})
"""Without the right to list all of the bucket, S3 says 403 for what is not there."""


class S3Chunks:
    """A ChunkStore. The client is one for joining by THREADS."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._s3 = client
        self._bucket = bucket

    def put_chunk(self, batch: Batch, number: int, chunk: Chunk) -> None:
        content = NEWLINE.join(chunk.lines)
        with unavailable_when_aws_fails("s3", "PutObject"):
            self._s3.put_object(
                Bucket=self._bucket,
                Key=f"{_root(batch)}/chunks/{number}",
                Body=content,
                Metadata={"first": str(chunk.first)},
            )

    def chunk(self, batch: Batch, number: int) -> Chunk:
        with unavailable_when_aws_fails("s3", "GetObject"):
            answer = self._s3.get_object(Bucket=self._bucket, Key=f"{_root(batch)}/chunks/{number}")
            return Chunk(int(answer["Metadata"]["first"]), answer["Body"].read().split(NEWLINE))

    def put_segment(self, hold: Hold, results: Sequence[LineResult]) -> Segment:
        ordered = sorted(results, key=lambda result: (not result.succeeded, result.number))
        first = min(result.number for result in ordered)
        # Runner and first number together are new each time: a runner stores no line twice.
        key = f"{_root(hold.batch)}/segments/{hold.number}/{hold.runner}-{first:08}"
        segment = Segment(
            key,
            output=sum(len(result.text) for result in ordered if result.succeeded),
            error=sum(len(result.text) for result in ordered if not result.succeeded),
            numbers=[result.number for result in ordered],
            tally=summed(result.tally for result in ordered),
        )
        self._put_once(key, b"".join(result.text for result in ordered), described(segment))
        return segment

    def segments(self, batch: Batch, number: int) -> Sequence[Segment]:
        prefix = f"{_root(batch)}/segments/{number}/"
        with unavailable_when_aws_fails("s3", "ListObjectsV2"):
            pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
            keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
        found: list[Segment] = []
        for segment in map(self._segment, sorted(keys)):
            # One by a runner that had lost the chunk already: its lines were, or will be, answered by another.
            if not {number for each in found for number in each.numbers} & set(segment.numbers):
                found.append(segment)
        return found

    def finish(self, batch: Batch, number: int, result: ChunkResult) -> ChunkResult:
        if self._put_once(f"{_root(batch)}/results/{number}", result_text(result), {}):
            return result
        stands = self.result(batch, number)
        if stands is None:
            raise LookupError(f"chunk {number} of batch {batch.id} has a result that cannot be read")
        return stands

    def result(self, batch: Batch, number: int) -> ChunkResult | None:
        try:
            with unavailable_when_aws_fails("s3", "GetObject"):
                answer = self._s3.get_object(Bucket=self._bucket, Key=f"{_root(batch)}/results/{number}")
                return result_of(answer["Body"].read())
        except ClientError as error:
            if error_code(error) not in _NOT_THERE:
                raise
            return None

    def join(self, batch: Batch, results: Sequence[ChunkResult], part: str, file_id: str) -> Joined | None:
        ranges = [found for result in results for segment in result.segments if (found := _range(segment, part))]
        if not ranges:
            return None
        key, tally = f"files/{batch.project}/{file_id}", BytesTally(None)
        if sum(size for _, _, size in ranges) < PIECE_BYTES:
            with ThreadPoolExecutor(THREADS) as pool:
                content = b"".join(tally.passing(read_ahead(pool, self._read, ranges)))
            put_once(self._s3, self._bucket, key, content, sha256(content).digest())
        else:
            self._join_in_pieces(ranges, key, tally)
        return tally.joined

    def _join_in_pieces(self, ranges: Sequence[Range], key: str, tally: BytesTally) -> None:
        with MultipartUpload(self._s3, self._bucket, key) as upload:
            # Leaving the pool waits for its threads, so none writes to an upload that is aborted already.
            with ThreadPoolExecutor(THREADS) as pool:
                content = tally.passing(read_ahead(pool, self._read, ranges))
                written = list(write_behind(pool, upload.write, pieces(content)))
            upload.complete(written, tally.size)

    def _segment(self, key: str) -> Segment:
        with unavailable_when_aws_fails("s3", "HeadObject"):
            return segment_of(key, self._s3.head_object(Bucket=self._bucket, Key=key)["Metadata"])

    def _read(self, source: Range) -> bytes:
        try:
            return self._read_once(source)
        except StorageUnavailable:
            # Once more: botocore tries again by itself only until the body begins.
            return self._read_once(source)

    def _read_once(self, source: Range) -> bytes:
        key, start, size = source
        with unavailable_when_aws_fails("s3", "GetObject"):
            answer = self._s3.get_object(Bucket=self._bucket, Key=key, Range=f"bytes={start}-{start + size - 1}")
            return answer["Body"].read()

    def _put_once(self, key: str, content: bytes, metadata: Mapping[str, str]) -> bool:
        """False where there was one already, be it of an attempt whose answer was lost."""
        try:
            with unavailable_when_aws_fails("s3", "PutObject"):
                self._s3.put_object(Bucket=self._bucket, Key=key, Body=content, Metadata=metadata, IfNoneMatch="*")
        except ClientError as error:
            if error_code(error) != "PreconditionFailed":
                raise
            return False
        return True


def _range(segment: Segment, part: str) -> Range | None:
    start, size = (0, segment.output) if part == "output" else (segment.output, segment.error)
    return (segment.key, start, size) if size else None


def _root(batch: Batch) -> str:
    return f"batches/{batch.project}/{batch.id}"
