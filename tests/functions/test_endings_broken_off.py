"""What an admin undoes, broken off at any AWS call. How functions break off is tests/reliability's concern."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError

from filegate.bootstrap import Services, services
from filegate.domain.errors import FilegateError
from filegate.usecases.restore_file import restore_file
from tests.functions.calls import call_with_id, create
from tests.functions.ending_calls import DAY, clock, objects, run, whole
from tests.functions.upload_calls import usage

pytestmark = [pytest.mark.usefixtures("deployed"), pytest.mark.long]


@contextmanager
def broken(operation: str, *, took_effect: bool) -> Iterator[None]:
    """Every call of that operation fails, as often as it is tried."""
    real = BaseClient._make_api_call

    def fail(client: BaseClient, name: str, parameters: Any) -> Any:
        if name == operation and not took_effect:
            raise ReadTimeoutError(endpoint_url="aws")
        answer = real(client, name, parameters)
        if name == operation:
            raise ReadTimeoutError(endpoint_url="aws")
        return answer

    BaseClient._make_api_call = fail
    try:
        yield
    finally:
        BaseClient._make_api_call = real


def deleted(file_id: str) -> None:
    call_with_id("delete_file", f"file-{file_id}")


def restored(file_id: str) -> None:
    restore_file(file_id, ["acme"], services())


@pytest.mark.parametrize("took_effect", [False, True])
@pytest.mark.parametrize("operation", ["GetItem", "TransactWriteItems"])
def test_a_restoration_that_broke_off_is_done_whole_when_it_is_done_again(operation: str, *, took_effect: bool) -> None:
    before, file_id = usage(), create().removeprefix("file-")
    deleted(file_id)
    with broken(operation, took_effect=took_effect), suppress(FilegateError):
        restored(file_id)
    with suppress(FilegateError):
        restored(file_id)
    assert call_with_id("get_file", f"file-{file_id}").status == 200
    assert usage()["file_count"] == before["file_count"] + 1
    assert len(objects()) == 1
    assert whole()


def test_a_purge_that_broke_off_is_restored_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of whoever restores may be late: the claim says that the bytes are going."""
    file_id = create().removeprefix("file-")
    deleted(file_id)
    monkeypatch.setattr(Services, "now_ms", clock(31 * DAY))
    with broken("DeleteObjects", took_effect=False):
        assert run("purge_files") == {"purged": 0}
    monkeypatch.setattr(Services, "now_ms", clock(0))
    with pytest.raises(FilegateError, match="no deleted file"):
        restored(file_id)
    monkeypatch.setattr(Services, "now_ms", clock(31 * DAY))
    assert run("purge_files") == {"purged": 1}
    assert objects() == []
