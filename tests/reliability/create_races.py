"""Files that are created at once, with one idempotency key and for the last of the quota."""

from filegate.domain.projects import Quota
from tests.functions.calls import creation
from tests.reliability.file_operations import (
    LINE,
    creating,
)
from tests.reliability.file_scenarios import keyed
from tests.reliability.races import Race, all_of, ending, same_answer

ONE_FILE, TWO_LINES = Quota(size=10**9, files=1), Quota(size=2 * len(LINE) - 1, files=9)
_KEYED, _OTHER = keyed(creation(LINE)), keyed(creation(LINE + LINE))
CREATE_RACES = (
    Race(
        name="create/create with one key",
        ready=lambda account: [creating(account, _KEYED), creating(account, _KEYED)],
        wrong=all_of(ending((200, 200), (200, 409), (409, 200), files=1), same_answer),
        always=True,
    ),
    Race(
        name="create/create with one key for two files",
        ready=lambda account: [creating(account, _KEYED), creating(account, _OTHER)],
        wrong=ending((200, 409), (409, 200), files=1),
    ),
    Race(
        name="create/create for the last file",
        ready=lambda account: [creating(account), creating(account)],
        wrong=ending((200, 403), (403, 200), files=1),
        quota=ONE_FILE,
        always=True,
    ),
    Race(
        name="create/create for the last bytes",
        ready=lambda account: [creating(account), creating(account)],
        wrong=ending((200, 403), (403, 200), files=1),
        quota=TWO_LINES,
    ),
)
