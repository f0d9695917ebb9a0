"""bench.cold: from a bare interpreter to a function's first answer, against what Python and botocore take alone.

The floor is a process that imports stock botocore, builds the clients that the function needs and calls each once,
for a list with the query of its page. Both use byte code. Each function has its floor started right before it, and the
median of such pairs' ratios counts: a machine that is shared is at times a third slower than at others, for many
seconds. Beside it are the least times.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from bench.account import BUCKET, PROVIDERS, SHELF, TABLE, account
from bench.bodies import MIB
from bench.effort import rounds
from bench.fresh_process import FUNCTION, TELL, Ran, run
from bench.layers import built, stock
from bench.results import Goal, save
from bench.situation import Situation
from bench.situations import SITUATIONS
from filegate.adapters.aws import s3_client
from local.places import ROOT
from local.progress import step

ROUNDS = 5
FLOOR = (
    """
import json, sys
sys.path[:0] = sys.argv[2:]
import botocore.session
session = botocore.session.get_session()
with open(sys.argv[1]) as calls:
    for service, operation, parameters in json.load(calls):
        getattr(session.create_client(service), operation)(**parameters)
status_code = 0
"""
    + TELL
)
PAGE = {
    "TableName": TABLE,
    "KeyConditionExpression": "PK = :project AND begins_with(SK, :files)",
    "ExpressionAttributeValues": {":project": {"S": f"P#{SHELF}"}, ":files": {"S": "F#"}},
    "Limit": 20,
}
FIRST_CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "dynamodb:page": ("query", PAGE),
    "dynamodb": ("get_item", {"TableName": TABLE, "Key": {"PK": {"S": "P#acme"}, "SK": {"S": "USAGE"}}}),
    "s3": ("get_object", {"Bucket": BUCKET, "Key": "first"}),
    "sqs": ("list_queues", {}),
    "events": ("list_event_buses", {}),
    "stepfunctions": ("list_state_machines", {}),
    "secretsmanager": ("get_secret_value", {"SecretId": PROVIDERS}),
}
CLIENTS = {
    "list of 20": "dynamodb:page",
    **dict.fromkeys(["content, 64 KiB inline", "content, redirect", "url"], "dynamodb s3"),
    **dict.fromkeys(["create, 1 KiB", "add part, 4 MiB", "addresses of parts"], "dynamodb s3"),
    **dict.fromkeys(["list parts", "complete upload", "cancel upload", "check file"], "dynamodb s3"),
    **dict.fromkeys(["ingest object", "reap files", "purge files", "sweep store"], "dynamodb s3"),
    **dict.fromkeys(["plan batch", "finish batch"], "dynamodb s3"),
    **dict.fromkeys(["create batch", "resume batches"], "dynamodb stepfunctions"),
    "run chunk": "dynamodb s3 secretsmanager",
    "sweep drops": "dynamodb s3 sqs",
    "publish events": "events",
}
"""What needs more or other than DynamoDB. openapi.json and docs need no client, and are held against one as well."""

QUICK = {"get", "list of 20", "delete", "content, 64 KiB inline", "content, redirect", "authorize"}
"""Those that are to take no more than their floor; the others may take a quarter more."""

SNAPPED = ("authorize", "get", "create, 1 KiB", "complete upload")
"""Some of those that `SnapStart` is for."""

MEASURED = [name for name in SITUATIONS if not name.startswith("create, 4 MiB")]

Row = dict[str, Any]
Pair = tuple[Ran, Ran]
"""A floor, and the function that was started after it."""


def main() -> int:
    with tempfile.TemporaryDirectory() as name, account():
        directory = Path(name)
        with step("build the layers"):
            layers, floor = built(directory), stock(directory)
        s3_client().put_object(Bucket=BUCKET, Key="first", Body=b"x")
        with step(f"start every function {rounds(ROUNDS)} times"):
            runs = measured(directory, list(layers.values()), floor)
        with step("answer from where a snapshot would be"):
            snapshots = [from_snapshot(name, directory, list(layers.values()), runs[name]) for name in SNAPPED]
        sizes = {f"layer {layer}": size_of(path) for layer, path in layers.items()}
        sizes["the same packages untrimmed"] = size_of(floor)
    floors = {
        name: milliseconds([pair[0] for each in MEASURED if floor_of(each) == name for pair in runs[each]])
        for name in sorted({*map(floor_of, MEASURED)})
    }
    rows = [row(name, runs[name]) for name in MEASURED]
    save("cold", {"rows": rows, "floors": floors, "mib": sizes, "snapshots": snapshots}, goals(rows))
    return 0


def measured(directory: Path, layers: list[Path], stock_layer: Path) -> dict[str, list[Pair]]:
    runs = defaultdict[str, list[Pair]](list)
    for _ in range(rounds(ROUNDS)):
        for name in MEASURED:
            now = SITUATIONS[name]()
            floor = run(FLOOR, written(directory, first_calls(name)), [stock_layer])
            runs[name].append((floor, run(FUNCTION, written(directory, [now.event]), paths_of(now, layers))))
    return runs


def from_snapshot(name: str, directory: Path, layers: list[Path], runs: list[Pair]) -> Row:
    """What is left to do after the imports: as it is, and where they made clients for a snapshot."""
    alone = [own.answering_seconds for _, own in runs]
    after = []
    for _ in range(rounds(ROUNDS)):
        now = SITUATIONS[name]()
        environment = os.environ | {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}
        ran = run(FUNCTION, written(directory, [now.event]), paths_of(now, layers), environment)
        after.append(ran.answering_seconds)
    return {"what": name, "ms": round(min(alone) * 1000, 1), "snapshot_ms": round(min(after) * 1000, 1)}


def first_calls(name: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [(call.partition(":")[0], *FIRST_CALLS[call]) for call in floor_of(name).split()]


def floor_of(name: str) -> str:
    return CLIENTS.get(name, "dynamodb")


def paths_of(now: Situation, layers: list[Path]) -> list[Path]:
    return [ROOT / "functions" / now.function, *layers]


def written(directory: Path, content: object) -> Path:
    path = directory / "argument.json"
    path.write_text(json.dumps(content))
    return path


def row(name: str, pairs: list[Pair]) -> Row:
    return {
        "what": name,
        "floor": floor_of(name),
        **milliseconds([own for _, own in pairs]),
        "ratio": round(median(own.seconds / floor.seconds for floor, own in pairs), 2),
        "cpu_ratio": round(median(own.cpu_seconds / floor.cpu_seconds for floor, own in pairs), 2),
    }


def milliseconds(runs: list[Ran]) -> dict[str, float]:
    least = {"ms": min(each.seconds for each in runs), "cpu_ms": min(each.cpu_seconds for each in runs)}
    return {what: round(seconds * 1000, 1) for what, seconds in least.items()}


def goals(rows: list[Row]) -> list[Goal]:
    found = []
    for each in rows:
        most = 1.0 if each["what"] in QUICK else 1.25
        found.append(Goal(f"cold start, {each['what']}", each["ratio"], most, "of its floor"))
        found.append(Goal(f"cold start, {each['what']}, CPU", each["cpu_ratio"], most, "of its floor"))
    return found


def size_of(folder: Path) -> float:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return round(sum(path.stat().st_size for path in files) / MIB, 1)


if __name__ == "__main__":
    sys.exit(main())
