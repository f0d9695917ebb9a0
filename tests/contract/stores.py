"""Projects, their keys and their files in one store, in memory or in DynamoDB."""

from dataclasses import dataclass
from typing import Any

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.dynamodb_keys import DynamoDBKeys
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.keys import ApiKey, digest_of
from filegate.domain.ports import FileCatalog, KeyRing, ProjectRegistry
from tests.builders import NOW, an_id
from tests.fakes.files import InMemoryFiles
from tests.fakes.keys import InMemoryKeys
from tests.fakes.projects import InMemoryProjects


@dataclass
class Store:
    projects: ProjectRegistry
    keys: KeyRing
    files: FileCatalog


def in_memory() -> Store:
    files = InMemoryFiles()
    projects = InMemoryProjects(files)
    return Store(projects, InMemoryKeys(projects), files)


def in_dynamodb(table: str) -> Store:
    client = dynamodb_client()
    return Store(DynamoDBProjects(client, table), DynamoDBKeys(client, table), DynamoDBFiles(client, table))


def a_key(**fields: Any) -> ApiKey:
    key_id = an_id()
    described: dict[str, Any] = {
        "id": key_id,
        "project": "acme",
        "name": "",
        "digest": digest_of(key_id),
        "created_at": NOW,
    } | fields
    return ApiKey(**described)
