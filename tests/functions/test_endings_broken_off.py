"""Endings that break off at any AWS call, before it took effect or after: done again, they come to the same end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ReadTimeoutError

from filegate.bootstrap import Services, services
from filegate.domain.errors import FilegateError
from filegate.usecases.restore_file import restore_file
from tests.functions.calls import call_with_id, create, invoke
from tests.functions.ending_calls import (
    DAY,
    buried,
    clock,
    expiring,
    item,
    objects,
    removed_by_time_to_live,
    run,
    whole,
)
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


def expire_and_purge(_: str) -> None:
    run("expire_files")
    run("purge_files")


def reaped(file_id: str) -> None:
    """As by the stream, which tells of the tombstone when it is there."""
    if item(f"F#{file_id}"):
        reaped.removed = removed_by_time_to_live(file_id)  # type: ignore[attr-defined]
    invoke("reap_files", reaped.removed)  # type: ignore[attr-defined]
    if item(f"T#{file_id}"):
        invoke("reap_files", buried(file_id))


WAYS: dict[str, tuple[Callable[[str], None], list[str]]] = {
    "delete": (deleted, ["GetItem", "TransactWriteItems"]),
    "restore": (restored, ["GetItem", "TransactWriteItems"]),
    "expire": (
        expire_and_purge,
        ["Query", "GetItem", "TransactWriteItems", "ListObjectVersions", "DeleteObjects"],
    ),
    "reap": (reaped, ["TransactWriteItems", "ListObjectVersions", "DeleteObjects"]),
}
BREAKS = [(way, operation) for way, (_, operations) in WAYS.items() for operation in operations]


@pytest.mark.parametrize("took_effect", [False, True])
@pytest.mark.parametrize(("way", "operation"), BREAKS)
def test_what_breaks_off_is_done_whole_when_it_is_done_again(
    monkeypatch: pytest.MonkeyPatch, way: str, operation: str, *, took_effect: bool
) -> None:
    before, file_id = usage(), expiring()
    if way == "restore":
        deleted(file_id)
    if way in {"expire", "reap"}:
        monkeypatch.setattr(Services, "now_ms", clock(3 * DAY))
    again, _ = WAYS[way]
    with broken(operation, took_effect=took_effect), suppress(FilegateError):
        again(file_id)
    with suppress(FilegateError):
        again(file_id)
    there = way == "restore"
    assert call_with_id("get_file", f"file-{file_id}").status == (200 if there else 404)
    assert usage()["file_count"] == before["file_count"] + there
    assert len(objects()) == (way in {"delete", "restore"})
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
