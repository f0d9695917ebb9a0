"""Files that are created, read, ended, brought back and checked at once."""

from collections.abc import Callable, Iterator, Sequence

from filegate.domain.projects import Quota
from tests.functions.calls import create, sample
from tests.functions.ending_calls import buried, removed_by_time_to_live
from tests.reliability.account import Account, Outcome
from tests.reliability.file_operations import (
    DAY,
    HOUR,
    LINE,
    checking,
    creating,
    deleted,
    expiring,
    of_file,
    restoring,
    uploaded,
)
from tests.reliability.races import LATER, Operation, Race, all_of, ending, invoking, made_if
from tests.reliability.settled import unchecked, unpurged

Ready = Callable[[Account], Sequence[Operation]]

AT_ONCE = {"DELETED_RETENTION_DAYS": "0"}
ONE_FILE = Quota(size=10**9, files=1)
RETENTION = 31 * DAY


def _of(file: Callable[[Account], str], *names: str, ahead: int = HOUR) -> Ready:
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


def _new(_: Account) -> str:
    return create(LINE)


def _deleted(account: Account) -> str:
    return deleted(account, create(LINE))


def _expiring(_: Account) -> str:
    return expiring()


def _reaping(account: Account) -> list[Operation]:
    event = removed_by_time_to_live(expiring().removeprefix("file-"))
    return [
        invoking(account, "reap_files", event, ahead=2 * DAY),
        invoking(account, "reap_files", event, ahead=2 * DAY),
    ]


def _reaping_and_purging(account: Account) -> list[Operation]:
    event = buried(_deleted(account).removeprefix("file-"))
    return [invoking(account, "reap_files", event), invoking(account, "purge_files")]


def _whole(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Of whoever asks for content, which is the first."""
    read = outcomes[0].read
    if read and read.status == 200 and read.content != LINE:
        yield f"{read.content!r} is not what was stored"


def _unpurged(account: Account) -> list[str]:
    return unpurged(account.clock.seconds)


def _never_checked(_: Account) -> list[str]:
    return unchecked()


_READS = ((200, 200), (404, 200))

ENDING = (
    Race(
        name="delete/delete",
        ready=_of(_new, "delete_file", "delete_file"),
        wrong=ending((200, 404), (404, 200), files=0),
    ),
    Race(name="get/delete", ready=_of(_new, "get_file", "delete_file"), wrong=ending(*_READS, files=0)),
    Race(name="url/delete", ready=_of(_new, "get_file_url", "delete_file"), wrong=ending(*_READS, files=0)),
    Race(name="list/delete", ready=_of(_new, "list_files", "delete_file"), wrong=ending((200, 200), files=0)),
    Race(
        name="content/delete",
        ready=_of(_new, "get_file_content", "delete_file"),
        wrong=all_of(ending(*_READS, files=0), _whole),
    ),
    Race(
        name="content/delete/purge",
        ready=_of(_new, "get_file_content", "delete_file", "purge_files", ahead=0),
        wrong=all_of(ending((200, 200, 200), (404, 200, 200), files=0), _whole),
        wrong_at_rest=_unpurged,
        environment=AT_ONCE,
        always=True,
    ),
    Race(
        name="content/delete/expire",
        ready=_of(_expiring, "get_file_content", "delete_file", "expire_files"),
        wrong=all_of(ending(*[(a, b, 200) for a in (200, 404) for b in (200, 404)], files=0), _whole),
        wrong_at_rest=_unpurged,
    ),
    Race(
        name="content/expire/purge",
        ready=_of(_expiring, "get_file_content", "expire_files", "purge_files"),
        wrong=all_of(ending((200, 200, 200), (404, 200, 200), files=0), _whole),
        wrong_at_rest=_unpurged,
    ),
    Race(
        name="delete/expire",
        ready=_of(_expiring, "delete_file", "expire_files"),
        wrong=ending(*_READS, files=0),
        wrong_at_rest=_unpurged,
    ),
    Race(
        name="expire/expire",
        ready=_of(_expiring, "expire_files", "expire_files"),
        wrong=ending((200, 200), files=0),
        wrong_at_rest=_unpurged,
    ),
    Race(name="reap/reap", ready=_reaping, unsettled=True, wrong=ending((200, 200), files=0), wrong_at_rest=_unpurged),
    Race(
        name="reap/purge",
        ready=_reaping_and_purging,
        wrong=ending((200, 200), files=0),
        wrong_at_rest=_unpurged,
        environment=AT_ONCE,
    ),
    Race(
        name="purge/purge",
        ready=_of(_deleted, "purge_files", "purge_files", ahead=RETENTION),
        wrong=ending((200, 200), files=0),
    ),
)

RESTORING = (
    Race(
        name="delete/restore",
        ready=_of(_new, "delete_file", "restore"),
        wrong=all_of(ending((200, 200), (200, 404)), made_if(1)),
    ),
    Race(
        name="restore/restore",
        ready=_of(_deleted, "restore", "restore"),
        wrong=ending((200, 404), (404, 200), files=1),
    ),
    Race(
        name="purge/restore",
        ready=_of(_deleted, "purge_files", "restore", ahead=RETENTION),
        wrong=all_of(ending((200, 200), (200, 404)), made_if(1)),
    ),
    Race(
        name="purge/restore/sweep",
        ready=_of(_deleted, "purge_files", "restore", "sweep_store", ahead=RETENTION),
        wrong=all_of(ending((200, 200, 200), (200, 404, 200)), made_if(1)),
    ),
    Race(
        name="restore/create for the last file",
        ready=lambda account: [restoring(_deleted(account)), creating(account)],
        wrong=ending((200, 403), (403, 200), files=1),
        quota=ONE_FILE,
    ),
)

CHECKING = (
    Race(
        name="check/check",
        ready=_of(uploaded, "check_file", "check_file"),
        wrong=ending((200, 200), files=1),
        wrong_at_rest=_never_checked,
    ),
    Race(
        name="check/delete",
        ready=_of(uploaded, "check_file", "delete_file"),
        wrong=ending((200, 200), (LATER, 200), files=0),
    ),
    Race(
        name="check/delete/purge",
        ready=_of(uploaded, "check_file", "delete_file", "purge_files", ahead=0),
        wrong=ending((200, 200, 200), (LATER, 200, 200), files=0),
        environment=AT_ONCE,
    ),
    Race(
        name="check/delete/restore",
        ready=_of(uploaded, "check_file", "delete_file", "restore"),
        wrong=all_of(ending(*[(a, 200, b) for a in (200, LATER) for b in (200, 404)]), made_if(2)),
        wrong_at_rest=_never_checked,
    ),
)

FILE_RACES = (*ENDING, *RESTORING, *CHECKING)
