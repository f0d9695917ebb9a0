"""The commands for files, as people and programs see them."""

import json
from pathlib import Path

import pytest

from filegate_client import workers
from tests.builders import NOW
from tests.cli.conftest import LARGE, Cli
from tests.cli.service import Service
from tests.cli.service_answers import ok, refused


def test_upload_prints_the_ids_in_the_order_of_the_files(files: Cli, service: Service, large: Path) -> None:
    Path("a").write_text("a")
    Path("b").write_text("b")
    done = files.run("upload", "b", str(large), "a", "--purpose", "batch")
    assert (done.exit_code, done.stderr) == (0, "")
    assert [service.contents[file_id] for file_id in done.stdout.splitlines()] == [b"b", LARGE, b"a"]


def test_upload_gives_one_document_to_programs(files: Cli, service: Service) -> None:
    Path("a").write_text("a")
    (stored,) = files.json("upload", "a", "--purpose", "batch", "--expires-after", "1h")
    assert stored == {"path": "a", "file": next(iter(service.files.values()))}


def test_one_file_that_fails_does_not_stop_the_others(files: Cli, service: Service) -> None:
    for name in "abc":
        Path(name).write_text(name)
    service.faults.answer("POST", lambda: refused(403, "The quota is used up.", "file"))
    done = files.run("upload", "a", "b", "c", "--purpose", "batch", "--parallel", "1")
    assert done.exit_code == 1
    assert done.stderr == "filegate: a: The quota is used up. (param: file)\n"
    assert [service.contents[file_id] for file_id in done.stdout.splitlines()] == [b"b", b"c"]


def test_a_document_tells_what_failed_too(files: Cli, service: Service) -> None:
    Path("a").write_text("a")
    service.faults.answer("POST", lambda: refused(403, "The quota is used up.", "file"))
    done = files.run("upload", "a", "--purpose", "batch", "--json")
    assert done.exit_code == 1
    error = {"message": "The quota is used up. (param: file)", "param": "file"}
    assert json.loads(done.stdout) == [{"path": "a", "error": error}]


@pytest.mark.parametrize(
    "words",
    [
        ("upload", "missing", "--purpose", "batch"),
        ("upload", "*.nothing", "--purpose", "batch"),
        ("upload", ".", "--purpose", "batch"),
        ("upload", "a"),
        ("upload", "a", "--purpose", "batch", "--expires-after", "soon"),
        ("upload", "a", "--purpose", "batch", "--parallel", "0"),
        ("get",),
        ("rm",),
        ("ls", "--limit", "0"),
    ],
)
def test_misuse_is_said_before_anything_is_sent(files: Cli, service: Service, words: tuple[str, ...]) -> None:
    assert files.run(*words).exit_code == 2
    assert service.requests == []


@pytest.mark.parametrize(("variable", "message"), [("OPENAI_BASE_URL", "deployment"), ("OPENAI_API_KEY", "key")])
def test_without_its_settings_it_says_what_to_set(
    files: Cli, monkeypatch: pytest.MonkeyPatch, variable: str, message: str
) -> None:
    monkeypatch.delenv(variable)
    line = files.refusal("ls", code=2)
    assert message in line
    assert variable in line


def test_ctrl_c_ends_with_130_and_says_how_to_go_on(
    files: Cli, service: Service, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(workers, "as_completed", interrupt)
        done = files.run("upload", str(large), "--purpose", "batch")
    assert done.exit_code == 130
    assert "Run the same command again" in done.stderr
    assert files.run("upload", str(large), "--purpose", "batch").exit_code == 0
    assert len(service.uploads) == 1


def test_ls_turns_pages_newest_first(files: Cli, service: Service) -> None:
    ids = [service.add_file(b"", str(number)) for number in range(1_002)]
    assert [file["id"] for file in files.json("ls")] == ids[::-1]
    assert service.count("GET /files") == 2
    assert [file["id"] for file in files.json("ls", "--limit", "1001")] == ids[:0:-1]


def test_ls_ends_where_a_contract_has_no_has_more(files: Cli, service: Service) -> None:
    file_id = service.add_file(b"")
    service.faults.answer("GET", lambda: ok({"data": [service.files[file_id]]}), lambda: ok({"data": []}))
    assert [file["id"] for file in files.json("ls")] == [file_id]


def test_ls_shows_a_table_of_one_purpose(files: Cli, service: Service) -> None:
    service.add_file(b"abc", "a.jsonl", purpose="batch")
    service.add_file(bytes(2_048), "b\x1b[2J.jsonl", purpose="evals")
    done = files.run("ls", "--purpose", "evals")
    (row,) = [line for line in done.stdout.splitlines() if "file-" in line]
    assert "2 KiB" in row
    assert "b\N{REPLACEMENT CHARACTER}[2J.jsonl" in row
    assert "a.jsonl" not in done.stdout


def test_show_tells_all_that_the_server_says(files: Cli, service: Service) -> None:
    file_id = service.add_file(b"abc", "a\n.jsonl")
    assert files.json("show", file_id) == service.files[file_id]
    shown = files.run("show", file_id).stdout
    assert "a\N{REPLACEMENT CHARACTER}.jsonl" in shown
    assert f"{NOW}" in shown


def test_get_prints_where_the_file_is(files: Cli, service: Service) -> None:
    file_id = service.add_file(LARGE, "large.jsonl")
    done = files.run("get", file_id)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "large.jsonl\n", "")
    assert Path("large.jsonl").read_bytes() == LARGE
    assert files.refusal("get", file_id) == "filegate: large.jsonl exists already."
    assert files.run("get", file_id, "--force", "-o", "large.jsonl").exit_code == 0


def test_get_writes_to_stdout(files: Cli, service: Service) -> None:
    done = files.run("get", service.add_file(LARGE), "-o", "-")
    assert (done.exit_code, done.stdout_bytes) == (0, LARGE)


def test_get_where_nothing_can_be_written_fails_plainly(files: Cli, service: Service) -> None:
    assert "No such file or directory" in files.refusal("get", service.add_file(b"a"), "-o", "no/such/folder/a")


def test_url_prints_the_url_alone(files: Cli, service: Service) -> None:
    done = files.run("url", service.add_file(b"abc"), "--expiry", "60")
    assert done.stdout.startswith("https://bucket.test/bytes/file-")
    assert len(done.stdout.splitlines()) == 1
    assert "UTC" in done.stderr


def test_rm_deletes_what_it_can(files: Cli, service: Service) -> None:
    first, last = service.add_file(b"a"), service.add_file(b"b")
    done = files.run("rm", first, "file-missing", last)
    assert (done.exit_code, done.stdout.splitlines()) == (1, [first, last])
    assert done.stderr == "filegate: file-missing: No such.\n"
    assert service.files == {}
