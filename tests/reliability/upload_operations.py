"""Operations on upload sessions, to be run at once with others."""

from collections.abc import Callable, Sequence

from filegate.adapters.aws import s3_client
from tests.functions.calls import sample
from tests.functions.upload_calls import added, json_event, of_upload, opened, part_event, sent
from tests.reliability.account import Account, Outcome
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.invariants import uploads
from tests.reliability.races import Operation, invoking
from tests.reliability.stores import items

JOINING_SECONDS = 31
SESSION_SECONDS = 3600


def with_parts(*contents: bytes) -> tuple[str, list[str]]:
    """A new session and its parts."""
    upload = opened(sum(map(len, contents)))
    return upload, [added(upload, content) for content in contents]


def opening(account: Account, size: int) -> Operation:
    described = {"filename": "a.jsonl", "purpose": "batch", "bytes": size, "mime_type": "application/jsonl"}
    return invoking(account, "create_upload", json_event("create_upload", described))


def adding(account: Account, upload: str, content: bytes = b"abc") -> Operation:
    return invoking(account, "add_upload_part", of_upload(part_event(content), upload))


def completing(account: Account, upload: str, part_ids: Sequence[str], ahead: int = 0) -> Operation:
    event = of_upload(json_event("complete_upload", {"part_ids": list(part_ids)}), upload)
    return invoking(account, "complete_upload", event, ahead)


def interrupted(account: Account, upload: str, part_ids: Sequence[str], at: str) -> tuple[str, Sequence[str]]:
    """A request to complete it died when that was done, and holds it no more."""
    event = of_upload(json_event("complete_upload", {"part_ids": list(part_ids)}), upload)
    account.invoke("complete_upload", event, Faulty(CRASH, at))
    account.clock.advance(JOINING_SECONDS)
    return upload, part_ids


def cancelling(account: Account, upload: str) -> Operation:
    return invoking(account, "cancel_upload", of_upload(sample("cancel_upload"), upload))


def asking_for_urls(account: Account, upload: str, *numbers: int) -> Operation:
    event = json_event("create_part_urls", {"part_numbers": list(numbers)})
    return invoking(account, "create_part_urls", of_upload(event, upload))


def sending(upload: str, number: int, content: bytes) -> Operation:
    """As a client does it by the part's address."""
    (handle,) = (item["handle"] for item in uploads(items()) if item["SK"] == f"U#{upload.removeprefix('upload_')}")
    key = f"files/acme/{upload.removeprefix('upload_')}"
    client = s3_client()

    def send() -> Outcome:
        try:
            client.upload_part(Bucket="bytes", Key=key, UploadId=handle, PartNumber=number, Body=content)
        except client.exceptions.NoSuchUpload:
            return Outcome(404)
        return Outcome(200)

    return Operation("PUT a part", send)


Session = Callable[[Account], tuple[str, Sequence[str]]]
Ready = Callable[[Account], list[Operation]]


def small(_: Account) -> tuple[str, Sequence[str]]:
    return with_parts(b"abc", b"def")


def presigned(_: Account) -> tuple[str, Sequence[str]]:
    upload = opened(6)
    return upload, sent(upload, b"abcdef")


def empty(_: Account) -> tuple[str, Sequence[str]]:
    return opened(6), []


def joined_once(session: Session, at: str = "CompleteMultipartUpload") -> Session:
    return lambda account: interrupted(account, *session(account), at)


def of_session(session: Session, *names: str, ahead: int = 0, seconds_left: int = SESSION_SECONDS) -> Ready:
    """All of one session that has so long to live; only the last has a clock that is ahead."""

    def ready(account: Account) -> list[Operation]:
        upload, part_ids = session(account)
        account.clock.advance(SESSION_SECONDS - seconds_left)
        last = len(names) - 1
        return [_named(account, name, upload, part_ids, ahead if at == last else 0) for at, name in enumerate(names)]

    return ready


def _named(account: Account, name: str, upload: str, part_ids: Sequence[str], ahead: int) -> Operation:
    """Names of functions are those that time starts."""
    found = {
        "complete": lambda: completing(account, upload, part_ids, ahead),
        "complete backwards": lambda: completing(account, upload, part_ids[::-1], ahead),
        "cancel": lambda: cancelling(account, upload),
        "part": lambda: adding(account, upload),
        "send": lambda: sending(upload, 1, b"ABCDEF"),
        "urls": lambda: asking_for_urls(account, upload, 1),
    }.get(name)
    return found() if found else invoking(account, name, ahead=ahead)
