"""make big-batch: one batch of 50,000 lines on the running local stack, from the upload to the checked results.

All of it shares this machine's processors: client, S3, DynamoDB, Step Functions (MiniStack), ten functions at once, and
the test provider, which takes 20 ms for an answer. So the figure says what the stack on this machine does, and not what
AWS would.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import filegate_client
from bench.results import save
from filegate_client import batches
from filegate_client.connection import connected
from local import env_file
from local.places import ENV_FILE
from local.progress import say

if TYPE_CHECKING:
    from collections.abc import Mapping

LINES = 50_000
LATENCY_MS = 20
CHAT = "/v1/chat/completions"
FUNCTIONS = ("PlanBatch", "RunChunk", "FinishBatch")


def main() -> int:
    count = int(sys.argv[1]) if sys.argv[1:] else LINES
    os.environ.update(env_file.read(ENV_FILE))
    with tempfile.TemporaryDirectory() as directory:
        figures = measured(Path(directory), count)
    save("big_batch", figures)
    say(json.dumps(figures, indent=2))
    return 0 if figures["status"] == "completed" and figures["answered_once"] == count else 1


def measured(directory: Path, count: int) -> dict[str, Any]:
    source = written(directory / "in.jsonl", count)
    moments = [time.monotonic()]
    file = filegate_client.upload(source, purpose="batch")
    moments.append(time.monotonic())
    with connected() as connection:
        batch = batches.create(connection, file.id, CHAT)
        batch = batches.waited_for(
            connection,
            batch.id,
            lambda found: say(f"{found.completed + found.failed}"),
            lambda failure: say(str(failure)),
        )
    moments.append(time.monotonic())
    answered = custom_ids(directory, [batch.output_file_id, batch.error_file_id])
    moments.append(time.monotonic())
    upload, run, fetch = (round(after - before, 1) for before, after in pairwise(moments))
    return {
        "lines": count,
        "bytes": source.stat().st_size,
        "latency_ms": LATENCY_MS,
        "status": batch.status,
        "answered_once": sum(1 for times in answered.values() if times == 1),
        "failed": batch.failed,
        "upload_seconds": upload,
        "batch_seconds": run,
        "fetch_seconds": fetch,
        "lines_per_second": round(count / run),
        "steps": batch_moments(batch.document),
        "peak_mib": {name: peak_mib(name) for name in FUNCTIONS},
    }


def written(path: Path, count: int) -> Path:
    with path.open("w") as file:
        for number in range(count):
            body = {"model": "any", "messages": [{"role": "user", "content": f"Tell me about number {number}."}]}
            line = {"custom_id": f"request-{number}", "method": "POST", "url": CHAT, "body": body}
            file.write(json.dumps(line) + "\n")
    return path


def custom_ids(directory: Path, file_ids: list[str | None]) -> Counter[str]:
    found: Counter[str] = Counter()
    for file_id in filter(None, file_ids):
        path = directory / file_id
        filegate_client.download(file_id, to=path)
        with path.open() as lines:
            found.update(json.loads(line)["custom_id"] for line in lines)
    return found


def batch_moments(document: Mapping[str, Any]) -> dict[str, int]:
    """Seconds from its creation."""
    names = ("in_progress_at", "finalizing_at", "completed_at")
    return {name: document[name] - document["created_at"] for name in names if document.get(name)}


def peak_mib(function: str) -> int:
    """Of the largest of the function's processes that are still there (Linux alone tells it)."""
    return max((_peak(process) for process in Path("/proc").glob("[0-9]*") if _is_of(process, function)), default=0)


def _is_of(process: Path, function: str) -> bool:
    try:
        environment = (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
    prefix = f"AWS_LAMBDA_FUNCTION_NAME=filegate-{function}".encode()
    return any(each.startswith(prefix) for each in environment)


def _peak(process: Path) -> int:
    lines = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines() if ":" in line)
    return int(lines.get("VmHWM", "0 kB").split()[0]) // 1024


if __name__ == "__main__":
    sys.exit(main())
