import shutil
import socket
import sys
from pathlib import Path

import pytest

from local import env_file, ports, sources
from local.progress import StepFailed
from local.sam import Sam
from local.stack_process import StackProcess


@pytest.mark.enable_socket
def test_a_taken_port_is_named_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((ports.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StepFailed, match=f"Port {port} "):
            StackProcess(tmp_path).start(port)
    assert not StackProcess(tmp_path).is_running()


def test_a_record_that_nobody_holds_is_of_a_dead_process(tmp_path: Path) -> None:
    (tmp_path / "process.json").write_text('{"pid": 1, "port": 4566}')
    assert not StackProcess(tmp_path).is_running()
    assert not StackProcess(tmp_path).stop()


def test_the_env_file_reads_back_as_written(tmp_path: Path) -> None:
    values = {"OPENAI_BASE_URL": "http://localhost:1/v1?a=b", "OPENAI_API_KEY": "fg_x"}  # pragma: allowlist secret
    env_file.write(tmp_path / "env", values)
    assert env_file.read(tmp_path / "env") == values
    assert env_file.read(tmp_path / "none") == {}


def test_only_what_is_deployed_makes_a_new_deployment(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Resources: {}")
    before = sources.digest(template, {"Contract": "openai"})
    (tmp_path / "README.md").write_text("changed")
    assert sources.digest(template, {"Contract": "openai"}) == before
    assert sources.digest(template, {"Contract": "maniac"}) != before
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "app.py").write_text("changed")
    assert sources.digest(template, {"Contract": "openai"}) != before


class CountingSam(Sam):
    """Only as much of sam as it takes to see when it is run."""

    runs = 0

    def _run(self, command: str, *_: str | Path) -> None:
        self.runs += 1
        self.built_template.parent.mkdir(exist_ok=True)
        self.built_template.write_text("BinaryMediaTypes: ['*~1*']")


def test_what_is_built_is_built_again_only_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.sam.STACK_PYTHON", sys.executable)
    template = tmp_path / "template.yaml"
    template.write_text("Resources: {}")
    built = CountingSam(tmp_path, "http://localhost")
    built.build(template)
    built.build(template)
    assert built.runs == 1
    assert built.built_template.read_text() == "BinaryMediaTypes: ['*/*']"
    template.write_text("Resources: {Other: {}}")
    built.build(template)
    assert built.runs == 2
    shutil.rmtree(built.built_template.parent)
    built.build(template)
    assert built.runs == 3
