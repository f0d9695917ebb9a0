"""The functions that end files and remove their bytes, while AWS goes wrong."""

from tests.functions.calls import ANCHOR, LIFETIME, Event, create, sample
from tests.reliability.account import Account
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.patterns import source_filter
from tests.reliability.scenarios import Ready, Scenario
from tests.reliability.streams import Writes
from tests.reliability.time_to_live import remove_overdue

_HOUR, _DAY = 3600, 86_400
_RETENTION = 31 * _DAY


def _expired(_: Account, files: int = 2, after: int = _HOUR + 1) -> None:
    """So many files whose time is up, and one whose is not."""
    for _each in range(files):
        create(**{ANCHOR: "created_at", LIFETIME: str(_HOUR)})
    create()
    _.clock.advance(after)


def _expiring(account: Account) -> Event:
    _expired(account)
    return sample("expire_files")


def _purging_expired(account: Account) -> Event:
    _expired(account)
    account.invoke("expire_files", {})
    return sample("purge_files")


def _purging_deleted(account: Account) -> Event:
    account.invoke("delete_file", sample("delete_file") | {"pathParameters": {"file_id": create()}})
    account.clock.advance(_RETENTION)
    return sample("purge_files")


def _broken_off(ready: Ready, operation: str) -> Ready:
    """An earlier run died when that was done."""

    def again(account: Account) -> Event:
        event = ready(account)
        account.invoke("purge_files", event, Faulty(CRASH, operation))
        return event

    return again


def _told(happens: Ready) -> Ready:
    """What the stream says of what happens, as far as the function is given it."""

    def ready(account: Account) -> Event:
        writes, fits = Writes(), source_filter("ReapFilesStream")
        writes.begin()
        happens(account)
        return {"Records": [record for record in writes.new() if fits(record)]}

    return ready


def _removed(account: Account) -> Event:
    """Expiry has not run for more than a day, so DynamoDB itself has removed the records."""
    _expired(account, after=2 * _DAY)
    remove_overdue(account.clock.seconds)
    return {}


ENDING_SCENARIOS = {
    "expire_files": (Scenario(name="two", ready=_expiring, most_files=1),),
    "purge_files": (
        Scenario(name="expired", ready=_purging_expired, files=1),
        Scenario(name="deleted", ready=_purging_deleted, files=0),
        Scenario(name="claimed", ready=_broken_off(_purging_deleted, "TransactWriteItems"), files=0),
        Scenario(name="erased", ready=_broken_off(_purging_deleted, "DeleteObjects"), files=0),
    ),
}
REAPING_SCENARIOS = {
    "reap_files": (
        Scenario(name="removed by time to live", ready=_told(_removed), files=1, most_files=1),
        Scenario(name="due at once", ready=_told(_purging_expired), files=1, most_files=1),
    ),
}
