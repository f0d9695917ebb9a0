"""Files that are read and ended at once."""

from collections.abc import Iterator, Sequence

from tests.functions.ending_calls import buried, removed_by_time_to_live
from tests.reliability.account import Account, Outcome
from tests.reliability.file_operations import (
    AT_ONCE,
    DAY,
    LINE,
    RETENTION,
    deleted_file,
    expiring,
    expiring_file,
    new_file,
    of_one_file,
)
from tests.reliability.races import Operation, Race, all_of, ending, invoking
from tests.reliability.settled import unpurged


def _reaping(account: Account) -> list[Operation]:
    event = removed_by_time_to_live(expiring().removeprefix("file-"))
    return [
        invoking(account, "reap_files", event, ahead=2 * DAY),
        invoking(account, "reap_files", event, ahead=2 * DAY),
    ]


def _reaping_and_purging(account: Account) -> list[Operation]:
    event = buried(deleted_file(account).removeprefix("file-"))
    return [invoking(account, "reap_files", event), invoking(account, "purge_files")]


def _whole(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Of whoever asks for content, which is the first."""
    read = outcomes[0].read
    if read and read.status == 200 and read.content != LINE:
        yield f"{read.content!r} is not what was stored"


def _unpurged(account: Account) -> list[str]:
    return unpurged(account.clock.seconds)


_READS = ((200, 200), (404, 200))

FILE_RACES = (
    Race(
        name="delete/delete",
        ready=of_one_file(new_file, "delete_file", "delete_file"),
        wrong=ending((200, 404), (404, 200), files=0),
    ),
    Race(name="get/delete", ready=of_one_file(new_file, "get_file", "delete_file"), wrong=ending(*_READS, files=0)),
    Race(name="url/delete", ready=of_one_file(new_file, "get_file_url", "delete_file"), wrong=ending(*_READS, files=0)),
    Race(
        name="list/delete", ready=of_one_file(new_file, "list_files", "delete_file"), wrong=ending((200, 200), files=0)
    ),
    Race(
        name="content/delete",
        ready=of_one_file(new_file, "get_file_content", "delete_file"),
        wrong=all_of(ending(*_READS, files=0), _whole),
    ),
    Race(
        name="content/delete/purge",
        ready=of_one_file(new_file, "get_file_content", "delete_file", "purge_files", ahead=0),
        wrong=all_of(ending((200, 200, 200), (404, 200, 200), files=0), _whole),
        wrong_at_rest=_unpurged,
        environment=AT_ONCE,
    ),
    Race(
        name="content/delete/expire",
        ready=of_one_file(expiring_file, "get_file_content", "delete_file", "expire_files"),
        wrong=all_of(ending(*[(a, b, 200) for a in (200, 404) for b in (200, 404)], files=0), _whole),
        wrong_at_rest=_unpurged,
    ),
    Race(
        name="content/expire/purge",
        ready=of_one_file(expiring_file, "get_file_content", "expire_files", "purge_files"),
        wrong=all_of(ending((200, 200, 200), (404, 200, 200), files=0), _whole),
        wrong_at_rest=_unpurged,
    ),
    Race(
        name="delete/expire",
        ready=of_one_file(expiring_file, "delete_file", "expire_files"),
        wrong=ending(*_READS, files=0),
        wrong_at_rest=_unpurged,
    ),
    Race(
        name="expire/expire",
        ready=of_one_file(expiring_file, "expire_files", "expire_files"),
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
        ready=of_one_file(deleted_file, "purge_files", "purge_files", ahead=RETENTION),
        wrong=ending((200, 200), files=0),
    ),
)
