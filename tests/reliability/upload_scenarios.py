"""The functions of uploads, while AWS goes wrong."""

from filegate.domain.projects import Quota
from tests.functions.calls import Event, sample
from tests.functions.upload_calls import added, json_event, of_upload, opened, part_event, sent
from tests.reliability.account import Account
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.scenarios import Ready, Scenario
from tests.reliability.stores import table

_JOINING_SECONDS = 31
_SESSION = {"filename": "a.jsonl", "purpose": "batch", "bytes": 6, "mime_type": "application/jsonl"}
_REFUSED = frozenset({403})
_INVALID = frozenset({400})


def _opening(_: Account) -> Event:
    return json_event("create_upload", _SESSION)


def _adding(_: Account) -> Event:
    return of_upload(part_event(b"abc"), opened(6))


def _adding_too_much(account: Account) -> Event:
    event = _adding(account)
    for item in table().all_items():
        if "room" in item.attrs:
            item.attrs["room"].value = "0"
    return event


def _completing(*contents: bytes, md5: str | None = None) -> Ready:
    def ready(_: Account) -> Event:
        upload = opened(sum(map(len, contents)))
        part_ids = [added(upload, content) for content in contents]
        body = {"part_ids": part_ids} | ({"md5": md5} if md5 else {})
        return of_upload(json_event("complete_upload", body), upload)

    return ready


def _presigned(_: Account) -> Event:
    upload = opened(6)
    return of_upload(json_event("complete_upload", {"part_ids": sent(upload, b"abcdef")}), upload)


def _broken_off(ready: Ready, operation: str) -> Ready:
    """An earlier request to complete the same session died when that was done."""

    def again(account: Account) -> Event:
        event = ready(account)
        account.invoke("complete_upload", event, Faulty(CRASH, operation))
        account.clock.advance(_JOINING_SECONDS)
        return event

    return again


def _cancelling(ready: Ready) -> Ready:
    return lambda account: sample("cancel_upload") | {"pathParameters": ready(account)["pathParameters"]}


def _expiring(ready: Ready) -> Ready:
    def expire(account: Account) -> Event:
        ready(account)
        account.clock.advance(3601)
        return sample("expire_uploads")

    return expire


_SMALL, _LARGE = _completing(b"abc", b"def"), _completing(b"12345", b"67890", b"rest")
_OTHER = _completing(b"abc", b"def", md5="0" * 32)

UPLOAD_SCENARIOS = {
    "create_upload": (
        Scenario(name="plainly", ready=_opening, files=0),
        Scenario(name="too much", ready=_opening, ends=_REFUSED, files=0, quota=Quota(size=5, files=10)),
    ),
    "add_upload_part": (
        Scenario(name="plainly", ready=_adding, files=0, leaves_bytes=True),
        Scenario(name="too much", ready=_adding_too_much, ends=_INVALID, files=0, leaves_bytes=True),
    ),
    "complete_upload": (
        Scenario(name="at once", ready=_SMALL, files=1, most_files=1),
        Scenario(name="in pieces", ready=_LARGE, files=1, most_files=1),
        Scenario(name="presigned", ready=_presigned, files=1, most_files=1),
        Scenario(
            name="presigned, broken off, joined",
            ready=_broken_off(_presigned, "CompleteMultipartUpload"),
            files=1,
            most_files=1,
        ),
        Scenario(name="of other bytes", ready=_OTHER, ends=_INVALID, files=0),
        Scenario(
            name="broken off, joined",
            ready=_broken_off(_SMALL, "CompleteMultipartUpload"),
            files=1,
            most_files=1,
        ),
        Scenario(
            name="broken off, in pieces",
            ready=_broken_off(_LARGE, "UploadPart"),
            files=1,
            most_files=1,
        ),
        Scenario(name="broken off, clearing", ready=_broken_off(_SMALL, "DeleteObjects"), files=1, most_files=1),
    ),
    "cancel_upload": (
        Scenario(name="plainly", ready=_cancelling(_SMALL), files=0),
        Scenario(name="presigned", ready=_cancelling(_presigned), files=0),
        Scenario(name="broken off, joined", ready=_cancelling(_broken_off(_SMALL, "CompleteMultipartUpload")), files=0),
        Scenario(name="broken off, in pieces", ready=_cancelling(_broken_off(_LARGE, "UploadPart")), files=0),
    ),
    "expire_uploads": (
        Scenario(name="overdue", ready=_expiring(_SMALL), files=0),
        Scenario(name="presigned", ready=_expiring(_presigned), files=0),
        Scenario(name="broken off, joined", ready=_expiring(_broken_off(_SMALL, "CompleteMultipartUpload")), files=0),
        Scenario(name="broken off, in pieces", ready=_expiring(_broken_off(_LARGE, "UploadPart")), files=0),
        Scenario(name="not cleared", ready=_expiring(_broken_off(_SMALL, "DeleteObjects")), files=1),
    ),
}
