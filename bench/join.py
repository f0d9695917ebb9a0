"""make bench-join: how long joining the parts of a large file takes, against a plain copy of the same bytes.

Both go through the same S3 on this machine (MiniStack, in a process of its own). The plain copy is the simplest there
is: it gets one object after the other, and sends one piece after the other, with the same botocore.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import shake_128
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.results import Goal, save
from filegate.adapters.aws import s3_joining_client
from filegate.adapters.s3_joining import THREADS
from filegate.adapters.s3_parts import S3Parts
from filegate.domain.uploads import Part
from local.credentials import environment
from local.ports import any_free
from local.progress import step
from local.stack_process import StackProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

MIB = 1_048_576
SIZE = 512 * MIB
PART_BYTES = 4 * MIB
ROUNDS = 2
MOST = 1.5
MOST_MIB = 256
BUCKET = "bench"
PROJECT = "bench"
FILE_ID, COPY_ID = "1" * 32, "2" * 32
COPY = f"files/{PROJECT}/{COPY_ID}"


@dataclass(frozen=True)
class Figures:
    """What goes into the results."""

    ratio: float
    peak_mib: int
    join_seconds: list[float]
    copy_seconds: list[float]
    size_mib: int = SIZE // MIB
    part_mib: int = PART_BYTES // MIB


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        stack = StackProcess(Path(directory))
        try:
            stack.start(any_free())
            os.environ.update(environment(stack.endpoint))
            figures = measured(s3_joining_client(THREADS))
        finally:
            stack.stop()
    save(
        "join",
        asdict(figures),
        [
            Goal("joining 512 MiB", figures.ratio, MOST, "of a plain copy"),
            Goal("memory, joining 512 MiB", figures.peak_mib, MOST_MIB, "MiB"),
        ],
    )
    return 0


def measured(client: S3Client) -> Figures:
    client.create_bucket(Bucket=BUCKET)
    client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    store = S3Parts(client, BUCKET)
    with step(f"putting {SIZE // PART_BYTES} parts"):
        parts = [put(store, number) for number in range(SIZE // PART_BYTES)]
    join, copy = partial(store.join, parts, FILE_ID, None), partial(copy_plainly, client, parts)
    joins, copies, peak = [], [], 0
    for _ in range(ROUNDS):
        joins.append(seconds("join", join))
        # Linux says it in KiB; nothing but joining and putting has been done before the first of these.
        peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        store.clear(PROJECT, FILE_ID)
        copies.append(seconds("plain copy", copy))
        store.clear(PROJECT, COPY_ID)
    return Figures(round(median(joins) / median(copies), 2), peak, joins, copies)


def put(store: S3Parts, number: int) -> Part:
    part = Part(
        id=f"{number:032x}", upload_id="0" * 32, project=PROJECT, size=PART_BYTES, created_at=number, receipt=""
    )
    return replace(part, receipt=store.put(part, shake_128(part.id.encode()).digest(PART_BYTES)))


def copy_plainly(client: S3Client, parts: Sequence[Part]) -> None:
    upload = client.create_multipart_upload(Bucket=BUCKET, Key=COPY)["UploadId"]
    written: list[CompletedPartTypeDef] = []
    for start in range(0, len(parts), 2):
        keys = [f"parts/{part.project}/{part.upload_id}/{part.id}" for part in parts[start : start + 2]]
        piece = b"".join(client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys)
        number = len(written) + 1
        answer = client.upload_part(Bucket=BUCKET, Key=COPY, UploadId=upload, PartNumber=number, Body=piece)
        written.append({"PartNumber": number, "ETag": answer["ETag"]})
    client.complete_multipart_upload(Bucket=BUCKET, Key=COPY, UploadId=upload, MultipartUpload={"Parts": written})


def seconds(what: str, work: Callable[[], object]) -> float:
    with step(what):
        started = time.monotonic()
        work()
        return round(time.monotonic() - started, 2)


if __name__ == "__main__":
    sys.exit(main())
