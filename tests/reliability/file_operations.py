"""Operations on files, to be run at once with others."""

import json
from collections.abc import Callable

from filegate.bootstrap import services
from filegate.domain.errors import NotRestorable, QuotaExceeded
from filegate.usecases.restore_file import restore_file
from tests.functions.calls import ANCHOR, LIFETIME, Event, create, creation, sample
from tests.functions.upload_calls import added, json_event, of_upload, opened
from tests.reliability.account import Account, Outcome
from tests.reliability.races import Operation, invoking

HOUR = 3_600
DAY = 86_400
AT_ONCE = {"DELETED_RETENTION_DAYS": "0"}
RETENTION = 31 * DAY
LINE = b'{"custom_id":"1","method":"POST","url":"/v1/responses","body":{"model":"m","input":"a"}}\n'


def creating(account: Account, event: Event | None = None, ahead: int = 0) -> Operation:
    return invoking(account, "create_file", event or creation(LINE), ahead)


def of_file(account: Account, function: str, file_id: str, ahead: int = 0) -> Operation:
    return invoking(account, function, _about(file_id, function), ahead)


def deleted(account: Account, file_id: str) -> str:
    account.invoke("delete_file", _about(file_id, "delete_file"))
    return file_id


def expiring() -> str:
    """The id of a new file that expires in an hour."""
    return create(LINE, **{ANCHOR: "created_at", LIFETIME: str(HOUR)})


def uploaded(account: Account) -> str:
    """The id of a new file that waits to be checked."""
    upload = opened(len(LINE))
    event = of_upload(json_event("complete_upload", {"part_ids": [added(upload, LINE)]}), upload)
    completed = account.invoke("complete_upload", event)
    assert completed.read
    file_id: str = completed.read.json["file"]["id"]
    return file_id


def restoring(file_id: str, ahead: int = 0) -> Operation:
    """As `filegate admin` does it."""

    def restore() -> Outcome:
        try:
            return Outcome(200, value=restore_file(file_id, ["acme"], services()).id)
        except NotRestorable:
            return Outcome(404)
        except QuotaExceeded:
            return Outcome(403)

    return Operation("restore", restore, ahead)


def checking(account: Account, file_id: str, ahead: int = 0) -> Operation:
    (record,) = sample("check_file")["Records"]
    told = json.loads(record["body"])
    told["detail"]["object"]["key"] = f"files/acme/{file_id.removeprefix('file-')}"
    return invoking(account, "check_file", {"Records": [record | {"body": json.dumps(told)}]}, ahead)


def _about(file_id: str, function: str) -> Event:
    return sample(function) | {"pathParameters": {"file_id": file_id}}


def of_one_file(file: Callable[[Account], str], *names: str, ahead: int = HOUR) -> Callable[[Account], list[Operation]]:
    """All of one file; what time starts looks for it by a clock that is so much ahead."""

    def ready(account: Account) -> list[Operation]:
        file_id = file(account)
        return [_named(account, name, file_id, ahead) for name in names]

    return ready


def _named(account: Account, name: str, file_id: str, ahead: int) -> Operation:
    if name == "restore":
        return restoring(file_id)
    if name == "check_file":
        return checking(account, file_id)
    if name in {"get_file", "get_file_content", "get_file_url", "delete_file"}:
        return of_file(account, name, file_id)
    return invoking(account, name, sample(name) if name == "list_files" else None, ahead)


def new_file(_: Account) -> str:
    return create(LINE)


def deleted_file(account: Account) -> str:
    return deleted(account, create(LINE))


def expiring_file(_: Account) -> str:
    return expiring()
