"""Files and quotas that change at the same time, in DynamoDB (moto)."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, cast

import pytest
from mypy_boto3_dynamodb import DynamoDBClient

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.errors import QuotaExceeded
from filegate.domain.files import StoredFile
from filegate.domain.projects import Project, Quota, QuotaChange, Usage
from tests.builders import NOW, a_file
from tests.contract.catalogs import bury

WORKERS = 4
EACH = 12


class OneCallAtATime:
    """moto is not safe for threads, and DynamoDB too does one write of an item after the other.

    The pause gives other threads a turn after every call, so that whatever can come between two calls does.
    """

    def __init__(self, client: DynamoDBClient) -> None:
        self._client = client
        self._lock = Lock()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._client, name)

        def alone(**request: Any) -> Any:
            with self._lock:
                answer = call(**request)
            time.sleep(0.001)
            return answer

        return alone


@pytest.fixture
def client(table: str) -> DynamoDBClient:
    client = cast("DynamoDBClient", OneCallAtATime(dynamodb_client()))
    DynamoDBProjects(client, table).add(Project("acme", NOW), Quota(files=5))
    return client


def stored(files: DynamoDBFiles, file: StoredFile) -> bool:
    try:
        files.add(file)
    except QuotaExceeded:
        return False
    return True


def some_stored_and_some_of_them_deleted(files: DynamoDBFiles) -> int:
    """How many are left."""
    kept = [file for file in (a_file(b"1234") for _ in range(EACH)) if stored(files, file)]
    for file in kept[::3]:
        bury(files, file)
    return len(kept) - len(kept[::3])


def seen_while_changing(projects: DynamoDBProjects, quotas: Iterable[Quota]) -> list[Usage]:
    """What is read after each change. Only this changes quotas, so the one read must be the one just set."""
    seen = []
    for quota in quotas:
        projects.change_quota("acme", QuotaChange(quota.size, quota.files))
        seen.append(projects.usage("acme"))
    return seen


def test_what_is_held_and_what_is_left_always_add_up_to_the_quota(client: DynamoDBClient, table: str) -> None:
    files, projects = DynamoDBFiles(client, table), DynamoDBProjects(client, table)
    quotas = [Quota(size=10 * n, files=n % 30) for n in range(60)]
    with ThreadPoolExecutor(WORKERS + 1) as pool:
        changing = pool.submit(seen_while_changing, projects, quotas)
        left = list(pool.map(some_stored_and_some_of_them_deleted, [files] * WORKERS))
        assert [usage.quota for usage in changing.result()] == quotas
    assert projects.usage("acme") == Usage(sum(left), 4 * sum(left), quotas[-1])


def test_there_are_never_more_files_than_any_of_the_quotas_allows(client: DynamoDBClient, table: str) -> None:
    files, projects = DynamoDBFiles(client, table), DynamoDBProjects(client, table)
    quotas = [Quota(files=n % 25) for n in range(60)]
    with ThreadPoolExecutor(WORKERS + 1) as pool:
        changing = pool.submit(seen_while_changing, projects, quotas)
        made = list(pool.map(lambda _: stored(files, a_file()), range(WORKERS * EACH)))
        assert max(usage.files for usage in changing.result()) <= 24
    assert projects.usage("acme").files == files.count("acme", None) == sum(made) <= 24
