from datetime import UTC, datetime

import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from tests.builders import a_file
from tests.cli.conftest import Cli


def test_creates_a_project_and_says_so(cli: Cli) -> None:
    result = cli.run("projects", "create", "acme")
    assert (result.exit_code, result.stdout) == (0, "Created project acme.\n")


def test_a_new_project_is_told_to_programs_as_one_document(cli: Cli) -> None:
    document = cli.json("projects", "create", "acme", "--max-bytes", "10GiB", "--max-files", "5")
    created = datetime.fromtimestamp(document.pop("created_at"), UTC)
    assert abs((datetime.now(UTC) - created).total_seconds()) < 60
    assert document == {"name": "acme", "files": 0, "bytes": 0, "max_files": 5, "max_bytes": 10 * 1024**3}


def test_lists_projects_with_what_they_hold_and_may_hold(cli: Cli, table: str) -> None:
    cli.run("projects", "create", "globex")
    cli.run("projects", "create", "acme", "--max-bytes", "1000", "--max-files", "2")
    DynamoDBFiles(dynamodb_client(), table).add(a_file(b"12345"))
    acme, globex = cli.json("projects", "list")
    assert (acme["name"], acme["files"], acme["bytes"]) == ("acme", 1, 5)
    assert (acme["max_files"], acme["max_bytes"]) == (2, 1000)
    assert (globex["name"], globex["max_files"], globex["max_bytes"]) == ("globex", None, None)


def test_shows_people_the_same_as_a_table(cli: Cli) -> None:
    cli.run("projects", "create", "acme", "--max-bytes", "2MiB")
    _, _, row = cli.run("projects", "list").stdout.splitlines()
    assert row.split()[:7] == ["acme", "0", "unlimited", "0", "B", "2", "MiB"]


def test_no_projects_are_an_empty_list(cli: Cli) -> None:
    assert cli.json("projects", "list") == []


def test_refuses_a_name_that_is_taken(cli: Cli) -> None:
    cli.run("projects", "create", "acme")
    assert cli.refusal("projects", "create", "acme") == "filegate: There is a project 'acme' already."


def test_refuses_a_malformed_name_as_misuse(cli: Cli) -> None:
    assert "project name" in cli.refusal("projects", "create", "Acme Inc", code=2)


@pytest.mark.parametrize("limit", [("--max-bytes", "10G"), ("--max-bytes", "-1"), ("--max-files", "many")])
def test_refuses_a_malformed_limit_as_misuse(cli: Cli, limit: tuple[str, str]) -> None:
    result = cli.run("projects", "create", "acme", *limit)
    assert result.exit_code == 2
    assert limit[0] in result.stderr
    assert cli.json("projects", "list") == []
