"""AWS for tests, new for each. No test but those of e2e reaches a socket."""

from collections.abc import Iterator
from threading import Lock
from typing import Any

import botocore.serialize
import pytest
from botocore.client import BaseClient

from filegate import bootstrap
from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.projects import Project, Quota
from tests.aws_account import empty_account, make_bucket, make_drop_zone, make_state_machine, make_table
from tests.builders import NOW

pytest_plugins = ["tests.tried"]


@pytest.fixture(scope="session", autouse=True)
def what_is_sent_fits_the_model_of_its_operation() -> Iterator[None]:
    """botocore checks it here, which deployed functions leave to mypy and to AWS."""
    real = botocore.serialize.create_serializer

    def checking(protocol: str, _: object, **more: Any) -> Any:
        return real(protocol, include_validation=True, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.serialize, "create_serializer", checking)
        yield


@pytest.fixture
def aws() -> Iterator[None]:
    """An empty AWS account in this process, and the environment of a deployed function."""
    with empty_account():
        yield


@pytest.fixture
def table(aws: None) -> str:
    return make_table()


@pytest.fixture
def bucket(aws: None) -> str:
    return make_bucket()


@pytest.fixture
def drop_bucket(aws: None) -> str:
    """With the queues and the bus of the drop zone."""
    return make_drop_zone()


@pytest.fixture
def project(table: str) -> str:
    """A project called acme."""
    DynamoDBProjects(dynamodb_client(), table).add(Project("acme", created_at=NOW), Quota())
    return "acme"


@pytest.fixture
def deployed(project: str, bucket: str) -> Iterator[None]:
    """Everything that a function needs, with no client left over from another test."""
    make_state_machine()
    bootstrap.services.cache_clear()
    yield
    bootstrap.services.cache_clear()


@pytest.fixture
def one_call_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS decides each call as a whole; moto, asked by several threads, does not."""
    real, lock = BaseClient._make_api_call, Lock()

    def call_alone(client: BaseClient, name: str, parameters: Any) -> Any:
        with lock:
            return real(client, name, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", call_alone)
