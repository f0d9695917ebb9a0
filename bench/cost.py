"""bench.cost: what each operation asks of AWS, and what that costs by the prices of prices.json.

Counted are the calls that a function makes and what DynamoDB bills for them (bench/capacity.py). How long a function is
billed for is reckoned: its CPU time, measured by bench.warm, at the share of a CPU that its memory buys, and the time
that it waits for AWS, by WAITS.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from bench.account import account
from bench.capacity import read_units, write_units
from bench.deployed import memory_mb
from bench.recording import Call
from bench.results import Goal, load, save
from bench.situations import SITUATIONS
from bench.warm import record
from local.progress import step

PRICES: dict[str, Any] = json.loads((Path(__file__).parent / "prices.json").read_text())
MILLION = 1_000_000
GB = 1_000_000_000

WHOLE_CPU_MB = 1769
"""The memory that buys one CPU."""

WAITS = {
    "get_item": 4,
    "query": 6,
    "update_item": 5,
    "put_item": 5,
    "transact_write_items": 12,
    "put_object": 30,
    "get_object": 20,
    "put_events": 30,
}
"""Milliseconds that AWS usually takes for a call from the same Region; assumed, not measured."""

LOG_LINE_BYTES = 400
EVENT_BYTES = 900
"""Of a line in the log of the bus's events: the event as EventBridge wraps it."""

COUNTER = "update_item"
"""The call by which a request is counted for the key's limit; no other call of these operations is of that method."""

MOST = {"get": 5.0, "list of 20": 5.2, "content, redirect": 5.4, "create, 1 KiB": 12.5}
MEASURED = {
    "get": "get_file",
    "list of 20": "list_files",
    "content, redirect": "get_file_content",
    "content, 64 KiB inline": "get_file_content",
    "create, 1 KiB": "create_file",
    "create, 4 MiB": "create_file",
    "delete": "delete_file",
    "get batch": "get_batch",
    "list of 20 batches": "list_batches",
}
"""Situations, and the folders of their functions. What doing a batch costs, bench.batch_cost reckons."""

SIZES_MB = (128, 256, 512, 1024, WHOLE_CPU_MB)


def main() -> int:
    warm = load("warm")
    if warm is None:
        raise SystemExit("bench.warm comes first: it measures the CPU time that is billed")
    cpu = {each["what"]: each["cpu_ms"] for each in warm["figures"]["rows"]}
    with account(), step("count calls"), Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        for _ in range(20):
            SITUATIONS["get"]()
        calls = {name: record(name)[0] for name in MEASURED}
    rows = [row(name, calls[name], cpu[name]) for name in MEASURED]
    memory = [memory_row(size, calls, cpu) for size in SIZES_MB]
    goals = [
        Goal(f"cost, {each['what']}", each["dollars"], MOST[each["what"]], "$ a million")
        for each in rows
        if each["what"] in MOST
    ]
    save("cost", {"prices": PRICES, "rows": rows, "following": following(), "memory": memory}, goals)
    return 0


def row(name: str, calls: list[Call], cpu_ms: float) -> dict[str, Any]:
    """Dollars for a million of the operation, by what they are paid for."""
    size = memory_mb()[MEASURED[name]]
    parts = {
        "API Gateway": PRICES["api_gateway_request"],
        "Lambda": lambda_price(size, duration_ms(calls, cpu_ms, size)),
        "DynamoDB": sum(dynamodb_price(call) for call in calls),
        "S3": sum(s3_price(call) for call in calls),
        "logs": LOG_LINE_BYTES / GB * PRICES["logs_gb"],
    }
    dollars = {part: round(price * MILLION, 2) for part, price in parts.items()}
    counted = Counter(call.method for call in calls)
    uncounted = sum(dynamodb_price(call) for call in calls if call.method == COUNTER)
    return {
        "what": name,
        "calls": dict(counted),
        "parts": dollars,
        "dollars": in_dollars(sum(parts.values())),
        "without_counter": in_dollars(sum(parts.values()) - uncounted),
    }


def following() -> dict[str, float]:
    """Dollars for a million creations, after their answers; `publish_events` gets one record at a time at worst."""
    event = PRICES["eventbridge_event"]
    return {
        "S3 tells EventBridge of the object": in_dollars(event),
        "the bus takes the event": in_dollars(event),
        "the event's line in the log (`LogEvents`)": in_dollars(EVENT_BYTES / GB * PRICES["logs_gb"]),
        "`publish_events`, by itself for each": in_dollars(lambda_price(512, WAITS["put_events"])),
    }


def in_dollars(price: float) -> float:
    """Of a million."""
    return round(price * MILLION, 2)


def duration_ms(calls: list[Call], cpu_ms: float, memory_mb: int) -> float:
    return cpu_ms * max(1, WHOLE_CPU_MB / memory_mb) + sum(WAITS.get(call.method, 0) for call in calls)


def lambda_price(memory_mb: int, milliseconds: float) -> float:
    gb_seconds = memory_mb / 1024 * milliseconds / 1000
    return float(PRICES["lambda_request"] + gb_seconds * PRICES["lambda_gb_second_arm64"])


def dynamodb_price(call: Call) -> float:
    units = write_units(call) * PRICES["dynamodb_write_unit"] + read_units(call) * PRICES["dynamodb_read_unit"]
    return float(units)


def s3_price(call: Call) -> float:
    """A presigned URL costs nothing by itself; the client that follows it gets the object."""
    prices = {"put_object": "s3_put", "get_object": "s3_get", "generate_presigned_url": "s3_get"}
    return float(PRICES[prices[call.method]]) if call.method in prices else 0.0


def memory_row(size: int, calls: dict[str, list[Call]], cpu: dict[str, float]) -> dict[str, Any]:
    """Milliseconds of a warm request, and dollars for a million of them, by the function's memory."""
    wanted = ("get", "list of 20", "create, 1 KiB", "create, 4 MiB")
    took = {name: duration_ms(calls[name], cpu[name], size) for name in wanted}
    shown = {name: [round(took[name], 1), round(lambda_price(size, took[name]) * MILLION, 2)] for name in wanted}
    return {"mb": size, "ms and dollars": shown}


if __name__ == "__main__":
    sys.exit(main())
