"""What of a function's services is made when, told by a process of its own: this one has imported them long ago."""

import subprocess
import sys

import pytest

from tests.sam import ROOT

SETTINGS = {
    "TABLE_NAME": "table",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "id",
    "AWS_SECRET_ACCESS_KEY": "secret",  # pragma: allowlist secret
}
CLIENTS = {"_dynamodb", "rates", "files"}
MADE = "import filegate.bootstrap as it; print(*(it.services().__dict__ if it.services.cache_info().currsize else ()))"


def made_at_import(**environment: str) -> set[str]:
    settings = SETTINGS | environment | {"PYTHONPATH": str(ROOT / "layers/filegate")}
    told = subprocess.check_output([sys.executable, "-W", "error", "-c", MADE], env=settings, text=True)  # noqa: S603 - our own.
    return set(told.split())


@pytest.mark.parametrize("kind", ["on-demand", "provisioned-concurrency"])
def test_nothing_is_made_at_import_where_the_first_request_comes_at_once(kind: str) -> None:
    assert made_at_import(AWS_LAMBDA_INITIALIZATION_TYPE=kind, BUCKET_NAME="bucket") == set()


def test_clients_are_made_at_import_where_a_snapshot_follows() -> None:
    assert made_at_import(AWS_LAMBDA_INITIALIZATION_TYPE="snap-start") >= CLIENTS


def test_only_a_function_with_a_bucket_has_a_client_of_s3_made() -> None:
    assert "blobs" not in made_at_import(AWS_LAMBDA_INITIALIZATION_TYPE="snap-start")
    assert "blobs" in made_at_import(AWS_LAMBDA_INITIALIZATION_TYPE="snap-start", BUCKET_NAME="bucket")
