"""bench.throughput: files created at once in one project and over 16, and the conflicts that were tried again.

The rate is that of this machine's emulator. What carries over to AWS is the number of conflicts for a creation, as
every creation of a project changes the same usage item.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from bench import contention
from bench.account import account, add_project
from bench.effort import rounds
from bench.results import save
from filegate.bootstrap import services
from filegate.usecases.create_file import NewFile, create_file
from local.progress import step

CREATIONS = 320
AT_ONCE = 8
PROJECTS = 16


class Conflicts:
    """Counts the transactions that DynamoDB cancelled."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = Lock()
        self._call = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001

    def call(self, client: BaseClient, operation: str, parameters: Any) -> Any:  # noqa: ANN401 - as botocore has it.
        try:
            return self._call(client, operation, parameters)
        except ClientError:
            with self._lock:
                self.count += 1
            raise


def main() -> int:
    names = [f"project-{number}" for number in range(PROJECTS)]
    with account():
        for name in names:
            add_project(name)
        with step("create files at once"):
            rows = [row("one project", names[:1]), row(f"{PROJECTS} projects", names)]
    with step("write to one item at once"):
        contended = contention.rows()
    save("throughput", {"rows": rows, "at_once": AT_ONCE, "creations": creations(), "contention": contended})
    return 0


def creations() -> int:
    return rounds(CREATIONS)


def row(what: str, projects: list[str]) -> dict[str, Any]:
    conflicts = Conflicts()
    create(projects[0])
    with (
        # A function of the class, not a method of something else: so that it gets the client.
        patch.object(BaseClient, "_make_api_call", lambda *call: conflicts.call(*call)),  # noqa: PLW0108
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        started = time.perf_counter()
        list(pool.map(create, [projects[turn % len(projects)] for turn in range(creations())]))
        seconds = time.perf_counter() - started
    return {"what": what, "a_second": round(creations() / seconds, 1), "conflicts": conflicts.count}


def create(project: str) -> None:
    create_file(NewFile(name="a.jsonl", purpose="batch", content=b"x" * 1024), project, None, services())


if __name__ == "__main__":
    sys.exit(main())
