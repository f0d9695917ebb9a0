"""Files that are brought back and checked while they end."""

from filegate.domain.projects import Quota
from tests.reliability.account import Account
from tests.reliability.file_operations import (
    AT_ONCE,
    RETENTION,
    creating,
    deleted_file,
    new_file,
    of_one_file,
    restoring,
    uploaded,
)
from tests.reliability.races import LATER, Race, all_of, ending, made_if
from tests.reliability.settled import unchecked

ONE_FILE = Quota(size=10**9, files=1)


def _never_checked(_: Account) -> list[str]:
    return unchecked()


RESTORING = (
    Race(
        name="delete/restore",
        ready=of_one_file(new_file, "delete_file", "restore"),
        wrong=all_of(ending((200, 200), (200, 404)), made_if(1)),
    ),
    Race(
        name="restore/restore",
        ready=of_one_file(deleted_file, "restore", "restore"),
        wrong=ending((200, 404), (404, 200), files=1),
    ),
    Race(
        name="purge/restore",
        ready=of_one_file(deleted_file, "purge_files", "restore", ahead=RETENTION),
        wrong=all_of(ending((200, 200), (200, 404)), made_if(1)),
    ),
    Race(
        name="purge/restore/sweep",
        ready=of_one_file(deleted_file, "purge_files", "restore", "sweep_store", ahead=RETENTION),
        wrong=all_of(ending((200, 200, 200), (200, 404, 200)), made_if(1)),
    ),
    Race(
        name="restore/create for the last file",
        ready=lambda account: [restoring(deleted_file(account)), creating(account)],
        wrong=ending((200, 403), (403, 200), files=1),
        quota=ONE_FILE,
    ),
)

CHECKING = (
    Race(
        name="check/check",
        ready=of_one_file(uploaded, "check_file", "check_file"),
        wrong=ending((200, 200), files=1),
        wrong_at_rest=_never_checked,
    ),
    Race(
        name="check/delete",
        ready=of_one_file(uploaded, "check_file", "delete_file"),
        wrong=ending((200, 200), (LATER, 200), files=0),
    ),
    Race(
        name="check/delete/purge",
        ready=of_one_file(uploaded, "check_file", "delete_file", "purge_files", ahead=0),
        wrong=ending((200, 200, 200), (LATER, 200, 200), files=0),
        environment=AT_ONCE,
    ),
    Race(
        name="check/delete/restore",
        ready=of_one_file(uploaded, "check_file", "delete_file", "restore"),
        wrong=all_of(ending(*[(a, 200, b) for a in (200, LATER) for b in (200, 404)]), made_if(2)),
        wrong_at_rest=_never_checked,
    ),
)

RESTORE_RACES = (*RESTORING, *CHECKING)
