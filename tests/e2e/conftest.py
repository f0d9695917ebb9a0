"""The deployed stack that the end-to-end tests use: MiniStack with the real template, made by the real sam deploy.

One MiniStack serves the whole session, with a stack a set of parameters. `Deployment` is all that a test needs to know.
"""

import os
import secrets
import shutil
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import openai
import pytest

from filegate.bootstrap import Services
from filegate.config import Config
from filegate.domain.projects import Quota
from filegate.usecases.create_key import NewKey, create_key
from filegate.usecases.create_project import create_project
from filegate.usecases.revoke_key import revoke_key
from local import providers
from local.credentials import environment
from local.local_stack import LocalStack
from local.places import LOCAL
from local.ports import any_free
from local.stack_process import StackProcess
from tests.e2e.upstreams import Upstreams

NO_LIMIT = Quota()
DIRECTORY = LOCAL / "e2e"
# What a run leaves behind and the next must not see; what sam has built stays.
DATA = ("state", "s3", "tmp", "process.json", "ministack.log", "sam.log")


@dataclass(frozen=True)
class Deployment:
    """A deployed stack, its addresses, and projects and keys in it."""

    stack: LocalStack
    base_url: str
    endpoint: str
    outputs: dict[str, str] = field(hash=False)

    def new_project(self, quota: Quota = NO_LIMIT) -> str:
        """The name of a project that nobody else has, so that tests do not see each other's files."""
        project = f"e2e-{uuid.uuid4().hex[:12]}"
        to = _services(self)
        create_project(project, quota, projects=to.projects, now_ms=to.now_ms)
        return project

    def new_key(self, project: str | None = None, requests_per_minute: int | None = None) -> str:
        """A key of the project, or of a new one."""
        to = _services(self)
        new = NewKey(project or self.new_project(), requests_per_minute=requests_per_minute)
        _, key = create_key(new, keys=to.keys, now_ms=to.now_ms, new_id=to.new_id, random_bits=secrets.randbits)
        return key

    def revoke_keys(self, project: str) -> None:
        to = _services(self)
        for key in to.keys.of(project):
            revoke_key(project, key.id, keys=to.keys, now_ms=to.now_ms)

    def client(self, key: str | None = None) -> openai.OpenAI:
        return openai.OpenAI(base_url=self.base_url, api_key=key or self.new_key(), max_retries=0, timeout=60)

    def environment(self, **more: str) -> dict[str, str]:
        """For programs that a test runs: nothing of the user's AWS settings, the stack's instead."""
        return environment(
            self.endpoint, FILEGATE_TABLE=self.outputs["TableName"], FILEGATE_STACK=self.stack.name, **more
        )


@pytest.fixture(scope="session")
def upstreams() -> Iterator[Upstreams]:
    """Where the batches of every deployment are sent, by their model."""
    with Upstreams(DIRECTORY / "upstreams") as upstreams:
        yield upstreams


@pytest.fixture(scope="session")
def deploy(upstreams: Upstreams) -> Iterator[Callable[..., Deployment]]:
    """Deploys the template with parameters, once a set of them."""
    forget(DIRECTORY)
    deployments: dict[frozenset[tuple[str, str]], Deployment] = {}
    port = any_free()

    def deploy_with(**parameters: str) -> Deployment:
        key = frozenset(parameters.items())
        if key not in deployments:
            name = f"filegate-{len(deployments) + 1}"
            deployments[key] = deployed(LocalStack(DIRECTORY, port, parameters, name))
            # Before any batch, as functions keep the list for minutes.
            providers.put(deployments[key].stack, upstreams.described)
        return deployments[key]

    yield deploy_with
    StackProcess(DIRECTORY).stop()


@pytest.fixture(scope="session")
def deployment(deploy: Callable[..., Deployment]) -> Deployment:
    """The template with its own defaults."""
    return deploy()


@pytest.fixture
def client(deployment: Deployment) -> Iterator[openai.OpenAI]:
    """The OpenAI SDK with a project of its own."""
    with deployment.client() as client:
        yield client


@cache
def _services(deployment: Deployment) -> Services:
    """The package itself, for what needs no command of its own to be tested: one costs two seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", deployment.environment())
        to = Services(Config.from_env({"TABLE_NAME": deployment.outputs["TableName"]}))
        _ = to.projects, to.keys  # They are connected now, and stay so.
    return to


def deployed(stack: LocalStack) -> Deployment:
    stack.start()
    stack.deploy()
    return Deployment(stack, stack.base_url, stack.endpoint, stack.outputs)


def forget(directory: Path) -> None:
    StackProcess(directory).stop()  # One that a run before this one was not able to stop.
    for name in (*DATA, *(path.name for path in directory.glob("*.deployed.json"))):
        path = directory / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


@dataclass(frozen=True)
class ManyFiles:
    """A project with 120 files of two purposes."""

    key: str
    ids: list[str]


@pytest.fixture(scope="session")
def many_files(deployment: Deployment) -> ManyFiles:
    key = deployment.new_key()
    with deployment.client(key) as client, ThreadPoolExecutor(4) as pool:

        def create(number: int) -> str:
            purpose: Any = "evals" if number % 5 == 0 else "batch"
            return client.files.create(file=(f"{number}.jsonl", b"{}\n"), purpose=purpose).id

        return ManyFiles(key, list(pool.map(create, range(120))))
