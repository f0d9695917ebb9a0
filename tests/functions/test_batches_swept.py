"""Batches beside the sweep, which knows of files and parts only."""

import json
from collections.abc import Callable
from typing import NoReturn

import pytest

from filegate.adapters.dynamodb_batches import DynamoDBBatches
from filegate.bootstrap import Services
from filegate.domain.errors import StorageFailure, StorageUnavailable
from tests.functions.batch_calls import answer_lines, created, executed, of_batch, requests, step, with_results
from tests.functions.ending_calls import HOUR, clock, run, whole
from tests.functions.upload_calls import content_of

pytestmark = pytest.mark.usefixtures("deployed", "provider")

Later = Callable[[int], None]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_lines(monkeypatch)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clock to so many seconds from now."""
    return lambda seconds: monkeypatch.setattr(Services, "now_ms", clock(seconds))


def test_the_sweep_finds_nothing_wrong_after_a_batch(later: Later) -> None:
    executed(created(requests("a", "bad")).json["id"])
    later(2 * HOUR)
    answer = run("sweep_store")
    assert answer == dict.fromkeys(answer, 0) | {"finished": True, "objects_seen": 3}


def test_results_that_were_joined_long_before_the_batch_ends_are_its_files_all_the_same(
    monkeypatch: pytest.MonkeyPatch, later: Later
) -> None:
    batch_id = created(requests("a")).json["id"]
    planned = with_results(batch_id)
    with monkeypatch.context() as broken:
        broken.setattr(DynamoDBBatches, "close", _unavailable)
        with pytest.raises(StorageUnavailable):
            step("finish_batch", planned)
    later(2 * HOUR)
    assert run("sweep_store")["orphan_objects"] == 1
    step("finish_batch", planned)
    (line,) = content_of(of_batch("get_batch", batch_id).json["output_file_id"]).splitlines()
    assert json.loads(line)["custom_id"] == "a"
    assert whole()


def _unavailable(*_: object) -> NoReturn:
    raise StorageUnavailable(StorageFailure("dynamodb", "TransactWriteItems"))
