"""Names that the server gives become names of files here, and nothing else."""

from pathlib import Path

import pytest

import filegate_client
from filegate_client.files import path_of
from filegate_client.names import local_name
from tests.cli.service import Service


@pytest.mark.parametrize(
    ("filename", "local"),
    [
        ("large.jsonl", "large.jsonl"),
        ("für Öl 漢字.txt", "für Öl 漢字.txt"),
        ("../../etc/passwd", "_._.._etc_passwd"),
        ("/etc/passwd", "_etc_passwd"),
        ("..\\x", "_._x"),
        ("c:x", "c_x"),
        (".bashrc", "_bashrc"),
        ("a\x1b[2Jb\n", "a_[2Jb_"),
        ("\u202egpj.exe", "_gpj.exe"),
    ],
)
def test_a_name_leads_nowhere_and_hides_nothing(filename: str, local: str) -> None:
    assert local_name(filename, "file-1") == local


@pytest.mark.parametrize("filename", ["", ".", "/", " ", "x" * 250, "漢" * 81])
def test_where_no_name_is_left_the_id_is_taken(filename: str) -> None:
    assert local_name(filename, "file-1") == "file-1"


def test_two_dots_are_no_folder(service: Service) -> None:
    path = filegate_client.download(service.add_file(b"abc", ".."))
    assert path.resolve().parent == Path.cwd()


def test_an_id_that_is_a_path_stays_one_segment() -> None:
    assert path_of("../x?y#z", "/url") == "/files/..%2Fx%3Fy%23z/url"
