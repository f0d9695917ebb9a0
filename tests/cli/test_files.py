import time

import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from filegate.adapters.dynamodb_tombstones import DynamoDBTombstones
from filegate.domain.files import StoredFile
from filegate.domain.tombstones import Ending
from tests.builders import a_file
from tests.cli.conftest import Cli

SOON = int(time.time()) + 3600


@pytest.fixture
def files(cli: Cli, table: str) -> DynamoDBFiles:
    for project in ("acme", "globex"):
        cli.run("projects", "create", project, "--max-files", "2")
    return DynamoDBFiles(dynamodb_client(), table)


def deleted(
    files: DynamoDBFiles, ending: Ending = Ending.DELETED, purge_at: int = SOON, **fields: object
) -> StoredFile:
    file = a_file(b"12345", **fields)
    files.add(file)
    files.bury(file, ending, deleted_at=SOON - 7200, purge_at=purge_at)
    return file


def test_lists_what_can_be_restored_and_nothing_else(cli: Cli, files: DynamoDBFiles) -> None:
    file = deleted(files, name="größe.jsonl")
    deleted(files, Ending.EXPIRED)
    deleted(files, purge_at=SOON - 3601)
    deleted(files, expires_at=SOON - 3601)
    deleted(files, project="globex")
    (listed,) = cli.json("files", "deleted", "acme")
    assert listed == {
        "id": f"file-{file.id}",
        "name": "größe.jsonl",
        "bytes": 5,
        "purpose": "batch",
        "created_at": file.created_at,
        "deleted_at": SOON - 7200,
        "purge_at": SOON,
    }
    *_, row = cli.run("files", "deleted", "acme").stdout.splitlines()
    assert row.split()[:3] == [f"file-{file.id}", "5", "B"]


def test_an_unknown_project_is_not_one_without_deleted_files(cli: Cli, files: DynamoDBFiles) -> None:
    assert cli.refusal("files", "deleted", "nobody") == "filegate: There is no project 'nobody'."


@pytest.mark.parametrize("where", [[], ["--project", "globex"]])
def test_restores_a_file_of_whatever_project(cli: Cli, files: DynamoDBFiles, where: list[str]) -> None:
    file = deleted(files, project="globex")
    document = cli.json("files", "restore", f"file-{file.id}", *where)
    assert document == {"id": f"file-{file.id}", "project": "globex", "name": "lines.jsonl", "bytes": 5}
    assert files.get("globex", file.id) == file
    assert files.count("globex", None) == 1


def test_says_to_people_what_was_restored(cli: Cli, files: DynamoDBFiles) -> None:
    file = deleted(files)
    result = cli.run("files", "restore", file.id)
    assert result.stdout == f"Restored file-{file.id} (lines.jsonl) of project acme.\n"


def test_looks_in_the_named_project_only(cli: Cli, files: DynamoDBFiles) -> None:
    file = deleted(files)
    assert "no deleted file" in cli.refusal("files", "restore", file.id, "--project", "globex")


def test_a_living_an_expired_and_a_due_file_are_refused_alike(cli: Cli, files: DynamoDBFiles) -> None:
    living = a_file()
    files.add(living)
    for file in (living, deleted(files, Ending.EXPIRED), deleted(files, purge_at=SOON - 3601)):
        assert "no deleted file" in cli.refusal("files", "restore", file.id)


def test_a_file_whose_own_time_is_up_meanwhile_is_refused_with_the_reason(cli: Cli, files: DynamoDBFiles) -> None:
    file = deleted(files, expires_at=SOON - 3601)
    assert "expired after it was deleted" in cli.refusal("files", "restore", file.id)


def test_what_is_no_id_is_misuse(cli: Cli, files: DynamoDBFiles) -> None:
    assert "is not the id of a file" in cli.refusal("files", "restore", "x", code=2)


def test_a_full_project_takes_nothing_back(cli: Cli, files: DynamoDBFiles, table: str) -> None:
    file = deleted(files)
    for _ in range(2):
        files.add(a_file())
    assert "quota" in cli.refusal("files", "restore", file.id)
    assert DynamoDBTombstones(dynamodb_client(), table).get("acme", file.id)


def test_an_audit_of_a_right_usage_record_finds_nothing(cli: Cli, files: DynamoDBFiles) -> None:
    files.add(a_file())
    deleted(files)
    assert cli.json("projects", "audit", "acme") == {"name": "acme", "differences": []}


def test_an_audit_says_what_a_usage_record_should_say(cli: Cli, files: DynamoDBFiles, table: str) -> None:
    files.add(a_file(b"12345"))
    dynamodb_client().update_item(
        TableName=table,
        Key={"PK": {"S": "P#acme"}, "SK": {"S": "USAGE"}},
        UpdateExpression="SET byte_count = :n",
        ExpressionAttributeValues={":n": {"N": "7"}},
    )
    assert cli.run("projects", "audit", "acme").stdout == "byte_count is 7, found 5\n"


def test_an_audit_has_a_line_for_each_difference(cli: Cli, files: DynamoDBFiles, table: str) -> None:
    files.add(a_file(b"12345"))
    dynamodb_client().update_item(
        TableName=table,
        Key={"PK": {"S": "P#acme"}, "SK": {"S": "USAGE"}},
        UpdateExpression="SET byte_count = :n, bytes_held = :n",
        ExpressionAttributeValues={":n": {"N": "7"}},
    )
    lines = cli.run("projects", "audit", "acme").stdout.splitlines()
    assert lines == ["byte_count is 7, found 5", "bytes_held is 7, found 5"]
