import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_files import DynamoDBFiles
from tests.builders import a_file
from tests.cli.conftest import Cli


@pytest.fixture(autouse=True)
def holding_five_bytes(cli: Cli, table: str) -> None:
    cli.run("projects", "create", "acme", "--max-files", "2")
    DynamoDBFiles(dynamodb_client(), table).add(a_file(b"12345"))


def test_changes_a_quota_and_says_what_is_held(cli: Cli) -> None:
    result = cli.run("projects", "quota", "acme", "--max-bytes", "2MiB")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Project acme holds 1 of 2 files and 5 B of 2 MiB.\n"


def test_tells_programs_the_same_as_one_document(cli: Cli) -> None:
    document = cli.json("projects", "quota", "acme", "--max-bytes", "1kB", "--max-files", "9")
    assert document == {"name": "acme", "files": 1, "bytes": 5, "max_files": 9, "max_bytes": 1000}
    assert cli.json("projects", "list")[0].items() >= document.items()


def test_none_takes_the_quota_away(cli: Cli) -> None:
    document = cli.json("projects", "quota", "acme", "--max-bytes", "none", "--max-files", "none")
    assert (document["max_files"], document["max_bytes"]) == (None, None)


def test_without_a_change_it_tells_the_quota(cli: Cli) -> None:
    assert cli.run("projects", "quota", "acme").stdout == "Project acme holds 1 of 2 files and 5 B of unlimited.\n"


def test_a_quota_below_what_is_held_is_shown_as_it_is(cli: Cli) -> None:
    result = cli.run("projects", "quota", "acme", "--max-bytes", "1", "--max-files", "0")
    assert result.stdout == "Project acme holds 1 of 0 files and 5 B of 1 B.\n"
    _, _, row = cli.run("projects", "list").stdout.splitlines()
    assert row.split()[:7] == ["acme", "1", "0", "5", "B", "1", "B"]


@pytest.mark.parametrize(
    "change",
    [("--max-bytes", "10G"), ("--max-bytes", "NONE"), ("--max-bytes", "9999999TB"), ("--max-files", "-1")]
    + [("--max-files", text) for text in ("many", "1.5", "٣", "9" * 13, "9" * 5000)],
)
def test_refuses_a_malformed_quota_as_misuse(cli: Cli, change: tuple[str, str]) -> None:
    result = cli.run("projects", "quota", "acme", *change)
    assert (result.exit_code, result.stdout) == (2, "")
    assert cli.json("projects", "quota", "acme")["max_files"] == 2


def test_refuses_an_unknown_project(cli: Cli) -> None:
    assert cli.refusal("projects", "quota", "nobody") == "filegate: There is no project 'nobody'."
    assert cli.refusal("projects", "quota", "nobody", "--max-files", "1") == "filegate: There is no project 'nobody'."
