"""Dropped objects of which several runs make files at once."""

from collections.abc import Callable, Iterator, Sequence

from filegate.bootstrap import services
from filegate.domain.drops import DroppedObject
from filegate.domain.projects import Quota, QuotaChange
from filegate.usecases.redrive_drops import redrive_rejected
from tests.functions.calls import create
from tests.functions.drop_calls import drop, message_of
from tests.reliability.account import Account, Outcome
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.file_operations import LINE, of_file
from tests.reliability.races import LATER, Operation, Race, ending, invoking
from tests.reliability.stores import items, versions

QUARTER = 900


def ingesting(account: Account, *dropped: DroppedObject) -> Operation:
    return invoking(account, "ingest_object", _messages(dropped))


def _messages(dropped: Sequence[DroppedObject]) -> dict[str, object]:
    return {"Records": [message_of(each) for each in dropped]}


def _redriving(account: Account, dropped: DroppedObject) -> Operation:
    """As `filegate admin` does it; and then comes the message that it has asked for."""

    def redrive() -> Outcome:
        redrive_rejected(services())
        return ingesting(account, dropped).run()

    return Operation("redrive", redrive)


def _dropped(count: int = 1) -> list[DroppedObject]:
    return [drop(f"acme/batch/{number}.jsonl", LINE) for number in range(count)]


def _settled(*, made: int, refused: int = 0, again: bool = False) -> Callable[[Account], Iterator[str]]:
    """When the sweep has had what is left looked at again: so many became files, and so many were refused and stay.

    Where it was given another chance, a run from before may have refused it `again`, for the old reason.
    """

    def wrong(account: Account) -> Iterator[str]:
        left = list(services().zone.all(None))
        if left:
            # Messages that have to come again do, whatever was done since.
            yield from _of_delivery(account.invoke("ingest_object", _messages(left)))
        ids = [item["SK"][2:] for item in items() if item["SK"].startswith(("F#", "T#"))]
        rejected = {item["version"] for item in items() if item["PK"].startswith("D#")}
        if (len(ids), len(rejected)) not in {(made, refused), (made - again, refused + again)}:
            yield f"{len(ids)} files and {len(rejected)} rejections instead of {made} and {refused}"
        if rejected != {each.version for each in versions("drop")}:
            yield "what is left is not what was rejected"
        if len({each.key for each in versions("bytes")}) != len(ids):
            yield f"bytes of {len({each.key for each in versions('bytes')})} files instead of {len(ids)}"

    return wrong


def _of_delivery(outcome: Outcome) -> Iterator[str]:
    if outcome.status != 200 or outcome.value["batchItemFailures"]:
        yield f"delivered again: {outcome}"


def _of_one(
    *names: str, ready: Callable[[Account], DroppedObject] = lambda _: _dropped()[0]
) -> Callable[..., list[Operation]]:
    def operations(account: Account) -> list[Operation]:
        dropped = ready(account)
        return [_named(account, name, dropped) for name in names]

    return operations


def _named(account: Account, name: str, dropped: DroppedObject) -> Operation:
    if name == "ingest":
        return ingesting(account, dropped)
    if name == "delete":
        return of_file(account, "delete_file", f"file-{dropped.file_id}")
    if name == "redrive":
        return _redriving(account, dropped)
    return invoking(account, name)


def _forgotten(account: Account) -> DroppedObject:
    """Its event was lost, as far as the sweep can tell."""
    (dropped,) = _dropped()
    account.clock.advance(QUARTER + 1)
    return dropped


def _recorded(account: Account) -> DroppedObject:
    """It is a file, but whoever made it died before it removed the dropped object."""
    (dropped,) = _dropped()
    account.invoke("ingest_object", _messages([dropped]), Faulty(CRASH, "TransactWriteItems"))
    return dropped


def _rejected(account: Account) -> DroppedObject:
    """There was no room for it, and now there is."""
    services().projects.change_quota("acme", QuotaChange(files=0))
    (dropped,) = _dropped()
    account.invoke("ingest_object", _messages([dropped]))
    services().projects.change_quota("acme", QuotaChange(files=5))
    return dropped


def _of_two(account: Account) -> list[Operation]:
    return [ingesting(account, dropped) for dropped in _dropped(2)]


def _in_one_batch(account: Account) -> list[Operation]:
    """Each is told of both."""
    return [ingesting(account, *_dropped(2))] * 2


def _while_room_is_made(account: Account) -> list[Operation]:
    """The project is full until a file goes."""
    file_id = create(LINE)
    (dropped,) = _dropped()
    return [ingesting(account, dropped), ingesting(account, dropped), of_file(account, "delete_file", file_id)]


_ONE = Quota(size=10**9, files=1)
_BOTH = ending((200, 200))

DROP_RACES = (
    Race(
        name="ingest/ingest",
        ready=_of_one("ingest", "ingest"),
        wrong=_BOTH,
        wrong_at_rest=_settled(made=1),
    ),
    Race(
        name="ingest/ingest, recorded before",
        ready=_of_one("ingest", "ingest", ready=_recorded),
        wrong=_BOTH,
        wrong_at_rest=_settled(made=1),
    ),
    Race(
        name="ingest/ingest for the last file",
        ready=_of_two,
        wrong=_BOTH,
        wrong_at_rest=_settled(made=1, refused=1),
        quota=_ONE,
    ),
    Race(
        name="ingest/ingest of both in one batch",
        ready=_in_one_batch,
        wrong=_BOTH,
        wrong_at_rest=_settled(made=2),
    ),
    Race(
        name="ingest/sweep",
        ready=_of_one("ingest", "sweep_drops", ready=_forgotten),
        wrong=_BOTH,
        wrong_at_rest=_settled(made=1),
    ),
    Race(
        name="ingest/ingest/sweep",
        ready=_of_one("ingest", "ingest", "sweep_drops", ready=_forgotten),
        wrong=ending((200, 200, 200)),
        wrong_at_rest=_settled(made=1),
    ),
    Race(
        name="ingest/delete, recorded before",
        ready=_of_one("ingest", "delete", ready=_recorded),
        wrong=ending((200, 200), files=0),
        wrong_at_rest=_settled(made=1),
    ),
    Race(
        name="ingest/ingest/delete that makes room",
        ready=_while_room_is_made,
        wrong=ending((200, 200, 200), (200, LATER, 200), (LATER, 200, 200)),
        quota=_ONE,
    ),
    Race(
        name="ingest/redrive",
        ready=_of_one("ingest", "redrive", ready=_rejected),
        wrong=ending((200, 200), (200, LATER), (LATER, 200)),
        wrong_at_rest=_settled(made=1, again=True),
    ),
)
