"""2,000 requests by sixteen clients, while the whole stack is ended and started again: nothing acknowledged is lost.

It is ended as make down ends it. Killed at once, MiniStack would forget all tables since its own start, which AWS does
not; a function is killed at once all the same, in the middle of whatever it does.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from secrets import randbelow
from threading import Event

import pytest
from openai import OpenAI

from local.local_stack import LocalStack
from local.places import LOCAL
from local.ports import any_free
from tests.e2e.commands import filegate
from tests.e2e.conftest import Deployment, deployed, forget
from tests.e2e.load_client import LoadClient
from tests.e2e.load_ledger import Ledger
from tests.e2e.load_outcome import differences

pytestmark = [pytest.mark.stack, pytest.mark.long]

REQUESTS, CLIENTS, PROJECTS = 2_000, 16, 4
DIRECTORY = LOCAL / "load"
"""A stack of its own: no other test survives the end of theirs."""
MOST_UNANSWERED = REQUESTS // 10


@pytest.fixture(scope="module")
def stack() -> Iterator[Deployment]:
    forget(DIRECTORY)
    own = deployed(LocalStack(DIRECTORY, any_free()))
    yield own
    own.stack.stop()


@pytest.fixture(scope="module")
def seed() -> int:
    """Of the requests; which of them meet the end of the stack is not in our hands."""
    chosen = int(os.environ.get("RELIABILITY_SEED") or randbelow(2**32))
    print(f"RELIABILITY_SEED={chosen}")  # noqa: T201
    return chosen


def test_what_was_acknowledged_outlives_the_stack(
    stack: Deployment, seed: int, record_property: Callable[[str, object], None]
) -> None:
    projects = {stack.new_project(): Ledger() for _ in range(PROJECTS)}
    keys = {project: stack.new_key(project) for project in projects}
    clients = [
        LoadClient(_sdk(stack, key), projects[project], Random(f"{seed} {name}"), name)  # noqa: S311 - to be repeated.
        for project, key in keys.items()
        for name in (f"{project}-{number}" for number in range(CLIENTS // PROJECTS))
    ]
    _run(stack, clients)
    asked = sum(client.calls for client in clients)
    record_property("load requests", asked)
    assert asked >= REQUESTS
    assert [wrong for client in clients for wrong in client.wrong] == []
    assert sum(client.unanswered for client in clients) <= MOST_UNANSWERED
    for project, ledger in projects.items():
        assert list(differences(_sdk(stack, keys[project]), ledger)) == []
        assert filegate(stack, "projects", "audit", project)["differences"] == []


def _sdk(stack: Deployment, key: str) -> OpenAI:
    """As everybody has it: with its own two retries."""
    return OpenAI(base_url=stack.base_url, api_key=key, timeout=60)


def _run(stack: Deployment, clients: list[LoadClient]) -> None:
    up, half_done = Event(), Event()
    up.set()

    def act(client: LoadClient) -> None:
        while (done := sum(each.calls for each in clients)) < REQUESTS:
            if done >= REQUESTS // 2:
                half_done.set()
            if not client.act():
                up.wait()

    def restart() -> None:
        half_done.wait()
        up.clear()
        stack.stack.stop()
        stack.stack.start()
        up.set()

    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        for ended in [pool.submit(restart), *(pool.submit(act, client) for client in clients)]:
            ended.result()
