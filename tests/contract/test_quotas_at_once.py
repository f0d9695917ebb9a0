"""Files and quotas that change at the same time, in DynamoDB (moto)."""

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
from filegate.domain.projects import Project, Quota, QuotaChange
from tests.builders import NOW, a_file
from tests.contract.catalogs import bury

WORKERS = 6
EACH = 15


class OneCallAtATime:
    """moto is not safe for threads. What it is to stand for does one write of an item after the other, too."""

    def __init__(self, client: DynamoDBClient) -> None:
        self._client = client
        self._lock = Lock()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._client, name)

        def alone(**request: Any) -> Any:
            with self._lock:
                return call(**request)

        return alone


@pytest.fixture
def client(table: str) -> DynamoDBClient:
    client = cast("DynamoDBClient", OneCallAtATime(dynamodb_client()))
    DynamoDBProjects(client, table).add(Project("acme", NOW), Quota(size=10_000, files=30))
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


def change(projects: DynamoDBProjects, quotas: Iterable[QuotaChange]) -> None:
    for quota in quotas:
        projects.change_quota("acme", quota)


def test_what_is_held_and_what_is_left_always_add_up_to_the_last_quota(client: DynamoDBClient, table: str) -> None:
    files, projects = DynamoDBFiles(client, table), DynamoDBProjects(client, table)
    quotas = [QuotaChange(size=100 * n, files=n % 40) for n in range(50)] + [QuotaChange(size=100, files=20)]
    with ThreadPoolExecutor(WORKERS + 1) as pool:
        changing = pool.submit(change, projects, quotas)
        left = list(pool.map(some_stored_and_some_of_them_deleted, [files] * WORKERS))
        changing.result()
    usage = projects.usage("acme")
    assert usage.quota == Quota(size=100, files=20)
    assert (usage.files, usage.size) == (sum(left), 4 * sum(left))


def test_there_are_never_more_files_than_any_of_the_quotas_allows(client: DynamoDBClient, table: str) -> None:
    files, projects = DynamoDBFiles(client, table), DynamoDBProjects(client, table)
    with ThreadPoolExecutor(WORKERS + 1) as pool:
        changing = pool.submit(change, projects, [QuotaChange(files=n) for n in range(5, 26)] * 4)
        made = list(pool.map(lambda _: stored(files, a_file()), range(WORKERS * EACH)))
        changing.result()
    assert projects.usage("acme").files == files.count("acme", None) == sum(made) <= 30
    assert projects.usage("acme").quota.files == 25
