"""AWS for tests: moto, with the table that template.yaml describes. No test but those of e2e reaches a socket."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from filegate import bootstrap
from filegate.adapters.aws import dynamodb_client, s3_client
from filegate.adapters.dynamodb_projects import DynamoDBProjects
from filegate.domain.projects import Project, Quota
from tests import sam
from tests.builders import NOW

REGION = "eu-central-1"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "TABLE_NAME": "files",
    "BUCKET_NAME": "bytes",
    "POWERTOOLS_SERVICE_NAME": "filegate",
}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty AWS account in this process, and the environment of a deployed function."""
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield


@pytest.fixture
def table(aws: None) -> str:
    dynamodb_client().create_table(TableName="files", **sam.table_properties())
    return "files"


@pytest.fixture
def bucket(aws: None) -> str:
    s3 = s3_client()
    s3.create_bucket(Bucket="bytes", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="bytes", VersioningConfiguration={"Status": "Enabled"})
    return "bytes"


@pytest.fixture
def project(table: str) -> str:
    """A project called acme."""
    DynamoDBProjects(dynamodb_client(), table).add(Project("acme", created_at=NOW), Quota())
    return "acme"


@pytest.fixture
def deployed(project: str, bucket: str) -> Iterator[None]:
    """Everything that a function needs, with no client left over from another test."""
    bootstrap.services.cache_clear()
    yield
    bootstrap.services.cache_clear()
