"""bench.batch_cost: what a million lines of batches cost on AWS, without what the providers ask for their answers.

Reckoned from what the engine does: the calls of plan_batch, run_chunk and finish_batch, the states of
statemachines/batch.asl.json, and the prices of prices.json and batch_prices.json. A batch has 50,000 lines of 1 KiB,
and so have its answers; a chunk is held with a write, looked at every 5 s with another, and let go with a third.

What counts is how long the functions wait for providers: seconds an answer, over requests at once (a provider's
`concurrency`), times the memory of run_chunk.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from bench.results import load, save
from filegate.domain.chunks import CHUNK_LINES
from filegate.domain.upstreams import DEFAULT_CONCURRENCY
from filegate.usecases.send_lines import Rhythm
from local.places import TEMPLATE
from local.progress import say

HERE = Path(__file__).parent
PRICES: dict[str, Any] = {
    **json.loads((HERE / "batch_prices.json").read_text()),
    **json.loads((HERE / "prices.json").read_text()),
}
MILLION = 1_000_000
GB = 1_000_000_000
BATCH_LINES = 50_000
LINE_BYTES = 1024
ITEM_BYTES = 700
PROGRESS_BYTES = 60
"""Of a batch's record: what every one has, and what each of its chunks adds."""

LOG_LINE_BYTES = 400
KEPT_DAYS = 8
"""So long the bucket's lifecycle rule leaves the pieces of batches, and versions of them for another day."""

CHUNK_STATES, BATCH_STATES = 3, 3
ENDS = 2
"""AWS bills the start and the end of an execution, too, in the example on its page of prices."""

START_SECONDS = 0.3
"""Of a chunk, beside its lines: from the hold to the first request, and from the last one to the result; assumed."""

CPU_SECONDS_A_LINE = 0.0007
"""Of a whole CPU (1769 MB), unless bench.batches has measured it on this machine."""

WHOLE_CPU_MB = 1769
LATENCIES = (0.02, 0.5, 2.0, 10.0)
CONCURRENCIES = (DEFAULT_CONCURRENCY, 64)
MEMORIES_MB = (512, WHOLE_CPU_MB)


@dataclass(frozen=True)
class Shape:
    """How the lines are answered: seconds each, so many at once in each function, which has so much memory."""

    latency: float
    at_once: int
    memory_mb: int

    @property
    def chunk_seconds(self) -> float:
        waiting = self.latency / self.at_once
        working = cpu_a_line() * WHOLE_CPU_MB / min(self.memory_mb, WHOLE_CPU_MB)
        return START_SECONDS + CHUNK_LINES * max(waiting, working)

    @property
    def looks(self) -> int:
        """At each of them, results are stored."""
        return int(self.chunk_seconds / Rhythm().look)


def main() -> int:
    shapes = [Shape(*each) for each in ((s, n, m) for s in LATENCIES for n in CONCURRENCIES for m in MEMORIES_MB)]
    rows = [row(shape) for shape in shapes]
    save("batch_cost", {"prices": PRICES, "run_chunk_mb": run_chunk_mb(), "rows": rows})
    for each in rows:
        parts = ", ".join(f"{name} {dollars:.2f}" for name, dollars in each["parts"].items())
        shape = f"{each['latency']} s, {each['at_once']} at once, {each['memory_mb']} MB"
        say(f"{shape}: ${each['dollars']:.2f} ({parts})")
    return 0


def row(shape: Shape) -> dict[str, Any]:
    """Dollars for a million lines, by what they are paid for."""
    chunks, batches = MILLION / CHUNK_LINES, MILLION / BATCH_LINES
    parts = {
        "Lambda": lambda_price(shape) * chunks,
        "Step Functions, the Map": (CHUNK_STATES + ENDS) * PRICES["step_functions_transition"] * chunks,
        "Step Functions, the rest": (BATCH_STATES + ENDS) * PRICES["step_functions_transition"] * batches,
        "DynamoDB": dynamodb_price(shape) * chunks,
        "S3": s3_price(shape) * chunks + stored_price(),
        "Secrets Manager": PRICES["secrets_manager_call"] * chunks,
        "logs": LOG_LINE_BYTES / GB * PRICES["logs_gb"] * chunks,
    }
    dollars = {name: round(price, 3) for name, price in parts.items()}
    return {
        "latency": shape.latency,
        "at_once": shape.at_once,
        "memory_mb": shape.memory_mb,
        "chunk_seconds": round(shape.chunk_seconds, 1),
        "parts": dollars,
        "dollars": round(sum(parts.values()), 2),
    }


def lambda_price(shape: Shape) -> float:
    gb_seconds = shape.chunk_seconds * shape.memory_mb / 1024
    return float(PRICES["lambda_request"] + gb_seconds * PRICES["lambda_gb_second_arm64"])


def dynamodb_price(shape: Shape) -> float:
    """One look at the batch, and a write for taking the chunk, for each look and for letting it go."""
    size = ITEM_BYTES + PROGRESS_BYTES * BATCH_LINES // CHUNK_LINES
    reads, writes = ceil(size / 4096), ceil(size / 1024) * (2 + shape.looks)
    return float(reads * PRICES["dynamodb_read_unit"] + writes * PRICES["dynamodb_write_unit"])


def s3_price(shape: Shape) -> float:
    """Written: the chunk, its segments, its result; listed: the segments; read: result, chunk, and all to join them."""
    segments = 1 + shape.looks
    puts, gets = 1 + segments + 1 + 1, 2 + 1 + segments
    return float(puts * PRICES["s3_put"] + gets * PRICES["s3_get"])


def stored_price() -> float:
    """Chunks and segments of a million lines; the files themselves are not counted here."""
    return 2 * MILLION * LINE_BYTES / GB * float(PRICES["s3_gb_month"]) * KEPT_DAYS / 30


def cpu_a_line() -> float:
    measured = load("batches")
    figures = measured["figures"]["at_once"][str(DEFAULT_CONCURRENCY)] if measured else None
    return figures["run_chunk"]["cpu_ms_a_line"] / 1000 if figures else CPU_SECONDS_A_LINE


def run_chunk_mb() -> int:
    return int(yaml_parse(TEMPLATE.read_text())["Resources"]["RunChunkFunction"]["Properties"]["MemorySize"])


if __name__ == "__main__":
    sys.exit(main())
