"""make logs: the latest log lines of every function of the local stack."""

import sys
import time
from datetime import UTC, datetime

from local import aws
from local.places import STACK_STATE
from local.progress import say
from local.stack_process import StackProcess

LAST_SECONDS = 15 * 60
# Lambda's own lines, which say nothing about what a function did.
FRAME = ("START RequestId", "END RequestId", "REPORT RequestId")


def main() -> int:
    process = StackProcess(STACK_STATE)
    if not process.is_running():
        say("Nothing runs here. Start it with: make up")
        return 1
    for timestamp, source, message in sorted(_lines(process.endpoint)):
        say(f"{datetime.fromtimestamp(timestamp / 1000, UTC):%H:%M:%S} {source}: {message.rstrip()}")
    return 0


def _lines(endpoint: str) -> list[tuple[int, str, str]]:
    client = aws.logs(endpoint)
    since = int((time.time() - LAST_SECONDS) * 1000)
    return [
        (event["timestamp"], group["logGroupName"].rsplit("/", 1)[-1].removesuffix("LogGroup"), event["message"])
        for group in client.describe_log_groups()["logGroups"]
        for event in client.filter_log_events(logGroupName=group["logGroupName"], startTime=since)["events"]
        if not event["message"].startswith(FRAME)
    ]


if __name__ == "__main__":
    sys.exit(main())
