"""The functions that only read uploads, or give out addresses for their parts, while AWS goes wrong."""

from tests.functions.calls import Event, sample
from tests.functions.upload_calls import added, complete, json_event, of_upload, opened, sent
from tests.reliability.account import Account
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.scenarios import Ready, Scenario

_INVALID = frozenset({400})


def _asking(upload: str) -> Event:
    return of_upload(json_event("create_part_urls", {"part_numbers": [1]}), upload)


def _first_address(_: Account) -> Event:
    return _asking(opened(6))


def _next_address(account: Account) -> Event:
    event = _first_address(account)
    account.invoke("create_part_urls", event)
    return event


def _address_after_a_crash(account: Account) -> Event:
    """The multipart upload that was begun then is nobody's."""
    event = _first_address(account)
    account.invoke("create_part_urls", event, Faulty(CRASH, "CreateMultipartUpload"))
    return event


def _address_of_the_other_way(_: Account) -> Event:
    upload = opened(6)
    added(upload, b"abc")
    return _asking(upload)


def _parts(function: str, *, presigned: bool) -> Ready:
    def ready(_: Account) -> Event:
        upload = opened(6)
        if presigned:
            sent(upload, b"abcdef")
        else:
            added(upload, b"abc")
        return of_upload(sample(function), upload)

    return ready


def _completed(_: Account) -> Event:
    upload = opened(3)
    complete(upload, added(upload, b"abc"))
    return of_upload(sample("get_upload"), upload)


PART_SCENARIOS = {
    "create_part_urls": (
        Scenario(name="the first", ready=_first_address, files=0),
        Scenario(name="the next", ready=_next_address, files=0),
        Scenario(name="the first, again", ready=_address_after_a_crash, files=0),
        Scenario(name="with parts of the API", ready=_address_of_the_other_way, ends=_INVALID, files=0),
    ),
    "list_upload_parts": (
        Scenario(name="of the API", ready=_parts("list_upload_parts", presigned=False), files=0),
        Scenario(name="presigned", ready=_parts("list_upload_parts", presigned=True), files=0),
    ),
    "get_upload": (
        Scenario(name="open", ready=_parts("get_upload", presigned=False), files=0),
        Scenario(name="completed", ready=_completed, files=1),
    ),
}
