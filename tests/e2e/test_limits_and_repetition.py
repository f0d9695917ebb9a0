"""Rate limits and idempotency keys under many requests at once."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from tests.e2e.conftest import Deployment
from tests.e2e.situations import connect

pytestmark = pytest.mark.stack

LIMIT, REQUESTS = 30, 60
AT_ONCE = 4
"""Each further one makes the local stack start another function, and two cores are soon busy with it."""
FORM: Any = {"file": ("a.jsonl", b"{}"), "purpose": (None, "batch")}


def test_of_sixty_requests_a_limit_of_thirty_a_minute_lets_thirty_through(deployment: Deployment) -> None:
    key = deployment.new_key(requests_per_minute=LIMIT)
    with connect(deployment, key) as http, ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: http.get("/files"), range(REQUESTS)))
    windows: dict[str, list[httpx2.Response]] = defaultdict(list)
    for answer in answers:
        windows[answer.headers["X-RateLimit-Reset"]].append(answer)
        assert answer.headers["X-RateLimit-Limit"] == str(LIMIT)
    for in_window in windows.values():
        passed = sorted(int(one.headers["X-RateLimit-Remaining"]) for one in in_window if one.status_code == 200)
        refused = [one for one in in_window if one.status_code == 429]
        # The minute may end between the requests; in each, just as many pass as it has room for.
        assert passed == list(range(LIMIT - len(passed), LIMIT))
        assert len(passed) == min(LIMIT, len(in_window))
        assert {one.headers["X-RateLimit-Remaining"] for one in refused} <= {"0"}
        assert all(1 <= int(one.headers["Retry-After"]) <= 60 for one in refused)
        assert len(passed) + len(refused) == len(in_window)


@pytest.mark.long
def test_thirty_creations_with_one_idempotency_key_make_one_file(deployment: Deployment) -> None:
    with connect(deployment, deployment.new_key()) as http, ThreadPoolExecutor(AT_ONCE) as pool:
        headers = {"Idempotency-Key": "one"}
        answers = list(pool.map(lambda _: http.post("/files", files=FORM, headers=headers), range(30)))
        listed = http.get("/files").json()
    made = {answer.json()["id"] for answer in answers if answer.status_code == 200}
    others = [answer for answer in answers if answer.status_code != 200]
    assert {file["id"] for file in listed["data"]} == made
    assert (len(made), listed["total"]) == (1, 1)
    assert {(answer.status_code, answer.headers["x-should-retry"]) for answer in others} <= {(409, "true")}
