"""The sweep of the store, beside those whose bytes it looks at."""

from collections.abc import Callable, Sequence

from tests.functions.calls import create, creation
from tests.reliability.account import Account
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.file_operations import DAY, HOUR, LINE, creating, deleted, of_file, restoring, uploaded
from tests.reliability.file_scenarios import keyed
from tests.reliability.races import Operation, Race, ending, invoking
from tests.reliability.settled import unchecked
from tests.reliability.upload_operations import completing, interrupted, presigned, with_parts

_KEYED = keyed(creation(LINE))
_BOTH = ending((200, 200), files=1)

LATER = 2 * HOUR
"""What is so old belongs to nobody who is still at work, but to sessions, which live for a day here."""

DAYS_LONG = {"UPLOAD_SECONDS": str(DAY)}

Ready = Callable[[Account], list[Operation]]


def _beside(operation: Callable[[Account], Operation], later: int = 0) -> Ready:
    """The sweep comes so many seconds after the operation was made ready."""

    def ready(account: Account) -> list[Operation]:
        beside = operation(account)
        account.clock.advance(later)
        return [beside, invoking(account, "sweep_store")]

    return ready


def _creating_again(account: Account) -> Operation:
    """An earlier attempt with the same idempotency key stored the bytes and died."""
    account.invoke("create_file", _KEYED, Faulty(CRASH, "PutObject"))
    return creating(account, _KEYED)


def _completing_again(account: Account) -> Operation:
    """An earlier attempt joined the presigned parts and died."""
    return completing(account, *interrupted(account, *presigned(account), "CompleteMultipartUpload"))


def _completing(account: Account) -> Operation:
    return completing(account, *with_parts(b"abc", b"def"))


def _completing_presigned(account: Account) -> Operation:
    return completing(account, *presigned(account))


def _two_sweeps(account: Account) -> list[Operation]:
    account.invoke("create_file", _KEYED, Faulty(CRASH, "PutObject"))
    uploaded(account)
    account.clock.advance(LATER)
    return [invoking(account, "sweep_store"), invoking(account, "sweep_store")]


def _never_checked(_: Account) -> Sequence[str]:
    return unchecked()


SWEEP_RACES = (
    Race(name="create/sweep", ready=_beside(creating), wrong=_BOTH),
    Race(name="create again/sweep", ready=_beside(_creating_again, LATER), wrong=_BOTH),
    Race(name="complete/sweep", ready=_beside(_completing, LATER), wrong=_BOTH, environment=DAYS_LONG),
    Race(
        name="complete/sweep, presigned",
        ready=_beside(_completing_presigned, LATER),
        wrong=_BOTH,
        environment=DAYS_LONG,
    ),
    Race(
        name="complete again/sweep, presigned",
        ready=_beside(_completing_again, LATER),
        wrong=_BOTH,
        environment=DAYS_LONG,
    ),
    Race(
        name="delete/sweep",
        ready=_beside(lambda account: of_file(account, "delete_file", create(LINE)), LATER),
        wrong=ending((200, 200), files=0),
    ),
    Race(
        name="restore/sweep",
        ready=_beside(lambda account: restoring(deleted(account, create(LINE))), LATER),
        wrong=_BOTH,
    ),
    Race(name="sweep/sweep", ready=_two_sweeps, wrong=_BOTH, wrong_at_rest=_never_checked),
)
