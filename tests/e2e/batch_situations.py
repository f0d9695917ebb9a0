"""Situations in which a function of batches needs each of its rights."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

from tests.e2e.account import Account
from tests.e2e.batch_work import CHAT, requests
from tests.e2e.conftest import Deployment
from tests.e2e.situations import Call, Situation, connect

Ask = Callable[[httpx2.Client, str], httpx2.Response]


def new_batch(http: httpx2.Client, model: str, lines: int = 3) -> httpx2.Response:
    form: Any = {"file": ("in.jsonl", requests(lines, model)), "purpose": (None, "batch")}
    body = {
        "input_file_id": http.post("/files", files=form).json()["id"],
        "endpoint": CHAT,
        "completion_window": "24h",
    }
    return http.post("/batches", json=body, headers={"Idempotency-Key": body["input_file_id"]})


@contextmanager
def creating(deployment: Deployment, _: Account) -> Iterator[Call]:
    with connect(deployment, deployment.new_key()) as http:
        yield lambda: new_batch(http, "steady")


def with_a_batch(ask: Ask) -> Situation:
    """One that goes on for minutes, and is cancelled in the end."""

    @contextmanager
    def situation(deployment: Deployment, _: Account) -> Iterator[Call]:
        with connect(deployment, deployment.new_key()) as http:
            path = f"/batches/{new_batch(http, 'still', 100).json()['id']}"
            yield lambda: ask(http, path)
            http.post(f"{path}/cancel")

    return situation


OF_BATCHES: dict[str, Situation] = {
    "CreateBatchFunction": creating,
    "ListBatchesFunction": with_a_batch(lambda http, _: http.get("/batches")),
    "GetBatchFunction": with_a_batch(lambda http, path: http.get(path)),
    "CancelBatchFunction": with_a_batch(lambda http, path: http.post(f"{path}/cancel")),
}
