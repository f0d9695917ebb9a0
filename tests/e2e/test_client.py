"""The `filegate` command with files of 49 MiB, which go in four parts: killed, resumed, and back byte for byte."""

import json
import random
import signal
from pathlib import Path

import httpx2
import pytest

import filegate_client
from tests.e2e.client_program import Client
from tests.e2e.conftest import Deployment

pytestmark = pytest.mark.stack

MIB = 1_048_576
SIZE = 49 * MIB
UPLOAD = ("upload", "large.jsonl", "--purpose", "batch", "--parallel", "1")


@pytest.fixture(scope="module")
def content() -> bytes:
    return random.Random(7).randbytes(SIZE)  # noqa: S311 - bytes to compare, not a secret.


@pytest.fixture
def client(deployment: Deployment, tmp_path: Path, content: bytes) -> Client:
    (tmp_path / "large.jsonl").write_bytes(content)
    return Client(deployment, tmp_path)


@pytest.fixture
def sent_to_s3(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requests of this process that send bytes straight to S3."""
    sent: list[str] = []
    send = httpx2.HTTPTransport.handle_request

    def noting(transport: httpx2.HTTPTransport, request: httpx2.Request) -> httpx2.Response:
        if request.method == "PUT":
            sent.append(request.url.path)
        return send(transport, request)

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", noting)
    return sent


def test_a_killed_upload_sends_only_the_rest(
    client: Client, content: bytes, sent_to_s3: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.stopped_when_parts_arrived(signal.SIGKILL, *UPLOAD, parts=2).code == -signal.SIGKILL
    before = client.arrived()
    assert 2 <= len(before) < 4
    for name, value in client.environment.items():
        monkeypatch.setenv(name, value)
    file = filegate_client.upload(client.folder / "large.jsonl", "batch")
    assert len(sent_to_s3) == 4 - len(before)
    assert filegate_client.download(file.id, to=client.folder / "back").read_bytes() == content


@pytest.mark.long
def test_an_interrupted_upload_says_how_to_go_on_and_does(client: Client) -> None:
    interrupted = client.stopped_when_parts_arrived(signal.SIGINT, *UPLOAD)
    assert (interrupted.code, interrupted.out) == (130, "")
    assert interrupted.err == "Interrupted. Run the same command again: it goes on where this one stopped.\n"
    done = client.run(*UPLOAD)
    assert (done.code, done.err) == (0, "")
    (file,) = json.loads(client.run("ls", "--json").out)
    assert (file["id"], file["bytes"]) == (done.out.strip(), SIZE)


def test_files_of_every_size_go_and_come_and_are_listed_shown_linked_and_removed(
    client: Client, content: bytes
) -> None:
    (client.folder / "small.jsonl").write_bytes(b"{}\n")
    done = client.run("upload", "*.jsonl", "--purpose", "batch", "--expires-after", "1d")
    assert (done.code, done.err) == (0, "")
    large, small = done.out.split()
    assert [file["id"] for file in json.loads(client.run("ls", "--json").out)] == [small, large]
    assert "large.jsonl" in client.run("show", large).out
    assert client.run("get", large, "-o", "back").out == "back\n"
    assert (client.folder / "back").read_bytes() == content
    assert client.run("get", small, "-o", "-").out == "{}\n"
    assert httpx2.get(client.run("url", small).out.strip()).content == b"{}\n"
    assert client.run("rm", large, small).code == 0
    assert client.run("get", large, "-o", "gone").err.startswith("filegate: No such File object")
