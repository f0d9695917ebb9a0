"""Operations on files, to be run at once with others."""

import json

from filegate.bootstrap import services
from filegate.domain.errors import NotRestorable, QuotaExceeded
from filegate.usecases.restore_file import restore_file
from tests.functions.calls import ANCHOR, LIFETIME, Event, create, creation, sample
from tests.functions.upload_calls import added, json_event, of_upload, opened
from tests.reliability.account import Account, Outcome
from tests.reliability.races import Operation, invoking

HOUR = 3_600
DAY = 86_400
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
