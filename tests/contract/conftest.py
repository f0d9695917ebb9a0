"""Every port's suite runs over its fake, and over its adapter with AWS behind it (places)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.adapters.dynamodb_uploads import DynamoDBUploads
from filegate.domain.ports import FileCatalog, UploadSessions
from filegate.domain.projects import Project, Quota
from local.places import LOCAL
from local.ports import any_free
from local.stack_process import StackProcess
from tests.aws_account import empty_account
from tests.builders import NOW
from tests.contract import batch_stores
from tests.contract.batch_stores import BatchStore
from tests.contract.places import EVERYWHERE, FAKE, STACK, STRICT, stack_account, strict_account
from tests.contract.stores import Store, in_dynamodb, in_memory
from tests.fakes.files import InMemoryFiles
from tests.fakes.uploads import InMemoryUploads

MakeFiles = Callable[[Quota], FileCatalog]


@pytest.fixture(scope="session")
def local_stack() -> Iterator[str]:
    """The address of a MiniStack, with nothing deployed."""
    process = StackProcess(LOCAL / "contract")
    process.start(any_free())
    yield process.endpoint
    process.stop()


@pytest.fixture
def aws(request: pytest.FixtureRequest) -> Iterator[None]:
    """The sort of AWS that the test's parameter names."""
    named = request.node.callspec.params.values() if hasattr(request.node, "callspec") else ()
    if STACK in named:
        account = stack_account(request.getfixturevalue("local_stack"))
    else:
        account = strict_account() if STRICT in named else empty_account()
    with account:
        yield


@pytest.fixture(params=EVERYWHERE)
def files_with(request: pytest.FixtureRequest) -> MakeFiles:
    if request.param == FAKE:
        return InMemoryFiles
    table = request.getfixturevalue("table")

    def make(quota: Quota) -> FileCatalog:
        client = dynamodb_client()
        for project in ("acme", "globex"):
            DynamoDBProjects(client, table).add(Project(project, created_at=NOW), quota)
        return DynamoDBFiles(client, table)

    return make


@pytest.fixture
def files(files_with: MakeFiles) -> FileCatalog:
    return files_with(Quota())


@pytest.fixture(params=EVERYWHERE)
def batch_store(request: pytest.FixtureRequest) -> BatchStore:
    if request.param == FAKE:
        return batch_stores.in_memory()
    request.getfixturevalue("project")
    return batch_stores.in_dynamodb()


@pytest.fixture(params=EVERYWHERE)
def store(request: pytest.FixtureRequest) -> Store:
    """A store with the projects acme and globex."""
    made = in_memory() if request.param == FAKE else in_dynamodb(request.getfixturevalue("table"))
    for project in ("globex", "acme"):
        made.projects.add(Project(project, created_at=NOW), Quota())
    return made


@dataclass
class UploadStore:
    """Upload sessions, and the catalog in which their files show."""

    sessions: UploadSessions
    files: FileCatalog


MakeUploadStore = Callable[[Quota], UploadStore]


@pytest.fixture(params=EVERYWHERE)
def upload_store_with(request: pytest.FixtureRequest) -> MakeUploadStore:
    if request.param == FAKE:
        return _in_memory
    table = request.getfixturevalue("table")

    def make(quota: Quota) -> UploadStore:
        client = dynamodb_client()
        DynamoDBProjects(client, table).add(Project("acme", created_at=NOW), quota)
        return UploadStore(DynamoDBUploads(client, table), DynamoDBFiles(client, table))

    return make


def _in_memory(quota: Quota) -> UploadStore:
    files = InMemoryFiles(quota)
    return UploadStore(InMemoryUploads(files), files)
