"""A download that was killed, at every step, and the next run of the same."""

from pathlib import Path

import pytest

import filegate_client
from filegate_client import DigestMismatch, Progress
from tests.cli.conftest import LARGE
from tests.cli.faults import Killed
from tests.cli.service import MIB, Service

pytestmark = pytest.mark.usefixtures("ranges_of_a_mib")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(8))
def test_killed_at_any_request_the_next_run_fetches_the_rest(service: Service, step: int, *, after: bool) -> None:
    file_id = service.add_file(LARGE, "large.jsonl")
    service.faults.kill("", skip=step, after=after)
    with pytest.raises(Killed):
        filegate_client.download(file_id, parallel=1)
    assert not Path("large.jsonl").exists()
    service.faults.clear()
    service.requests.clear()
    told: list[Progress] = []
    filegate_client.download(file_id, parallel=1, on_progress=told.append)
    finished = max(0, step - 2)  # Two requests come before the ranges.
    assert Path("large.jsonl").read_bytes() == LARGE
    assert service.count("GET /bytes/.*") == 6 - finished
    assert told[-1] == Progress(len(LARGE), len(LARGE), kept=finished * MIB)


def interrupted(service: Service, file_id: str) -> Path:
    """The journal of a download of which three ranges are there."""
    service.faults.kill("GET .*/bytes/", skip=3)
    with pytest.raises(Killed):
        filegate_client.download(file_id, parallel=1)
    service.faults.clear()
    service.requests.clear()
    return Path("large.jsonl.part.ranges")


@pytest.mark.parametrize(("torn", "fetched"), [("0000000", 3), ("00000004", 2), ("9", 3)])
def test_a_torn_line_of_the_journal_is_not_a_range(service: Service, torn: str, fetched: int) -> None:
    file_id = service.add_file(LARGE, "large.jsonl")
    journal = interrupted(service, file_id)
    if torn == "00000004":
        torn += "\n"
        with Path("large.jsonl.part").open("r+b") as part:
            part.seek(4 * MIB)
            part.write(LARGE[4 * MIB : 5 * MIB])
    journal.write_text(journal.read_text() + torn)
    filegate_client.download(file_id)
    assert Path("large.jsonl").read_bytes() == LARGE
    assert service.count("GET /bytes/.*") == fetched


def test_a_part_of_another_file_is_not_gone_on_with(service: Service) -> None:
    interrupted(service, service.add_file(bytes(len(LARGE)), "large.jsonl"))
    filegate_client.download(service.add_file(LARGE, "large.jsonl"))
    assert Path("large.jsonl").read_bytes() == LARGE


def test_a_part_whose_bytes_are_lost_is_fetched_anew_after_the_digest_has_shown_it(service: Service) -> None:
    file_id = service.add_file(LARGE, "large.jsonl")
    interrupted(service, file_id)
    Path("large.jsonl.part").write_bytes(bytes(len(LARGE)))
    with pytest.raises(DigestMismatch):
        filegate_client.download(file_id)
    filegate_client.download(file_id)
    assert Path("large.jsonl").read_bytes() == LARGE
