"""The functions of the drop zone, while AWS goes wrong."""

from filegate.domain.drops import DroppedObject
from filegate.domain.projects import Quota
from tests.functions.calls import Event, sample
from tests.functions.drop_calls import drop, message_of
from tests.reliability.account import Account
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.scenarios import Ready, Scenario

LINE = b'{"custom_id":"1","method":"POST","url":"/v1/responses","body":{"model":"m","input":"a"}}\n'
LARGE = LINE * 30
"""So much that it is copied in parts."""

_LOST_SECONDS = 1000
"""After them the sweep asks for an object again."""

_PLAIN, _UNKNOWN, _ODD = "acme/batch/a.jsonl", "nobody/batch/b.jsonl", "acme/no such purpose/c"
_NO_ROOM = Quota(size=10**9, files=0)


def _telling(dropped: list[DroppedObject], **changes: None) -> Event:
    return {"Records": [message_of(each, **changes) for each in dropped]}


def _dropping(*keys: str, content: bytes = LINE, **changes: None) -> Ready:
    """`changes` are to what each message tells."""
    return lambda _: _telling([drop(key, content) for key in keys], **changes)


def _broken_off(ready: Ready, operation: str) -> Ready:
    """An earlier delivery died when that was done."""

    def again(account: Account) -> Event:
        event = ready(account)
        account.invoke("ingest_object", event, Faulty(CRASH, operation))
        return event

    return again


def _done(ready: Ready) -> Ready:
    def again(account: Account) -> Event:
        event = ready(account)
        account.invoke("ingest_object", event)
        return event

    return again


def _lost(*keys: str) -> Ready:
    """Nobody is told of one object, and one was rejected before."""

    def ready(account: Account) -> Event:
        account.invoke("ingest_object", _telling([drop(_ODD)]))
        for key in keys:
            drop(key, LINE)
        account.clock.advance(_LOST_SECONDS)
        return sample("sweep_drops")

    return ready


_ONE, _IN_PARTS = _dropping(_PLAIN), _dropping(_PLAIN, content=LARGE)

DROP_SCENARIOS = {
    "ingest_object": (
        Scenario(name="one", ready=_ONE, files=1, most_files=1),
        Scenario(name="each sort", ready=_dropping(_PLAIN, _UNKNOWN, _ODD), files=1, most_files=1),
        Scenario(name="no room", ready=_ONE, files=0, most_files=0, quota=_NO_ROOM),
        Scenario(name="no room, in parts", ready=_IN_PARTS, files=0, most_files=0, quota=_NO_ROOM),
        Scenario(name="no version told", ready=_dropping(_PLAIN, **{"version-id": None}), files=1, most_files=1),
        Scenario(name="in parts", ready=_IN_PARTS, files=1, most_files=1),
        Scenario(name="copied", ready=_broken_off(_ONE, "CopyObject"), files=1, most_files=1),
        Scenario(
            name="copied in parts", ready=_broken_off(_IN_PARTS, "CompleteMultipartUpload"), files=1, most_files=1
        ),
        Scenario(name="recorded", ready=_broken_off(_ONE, "TransactWriteItems"), files=1, most_files=1),
        Scenario(name="done", ready=_done(_ONE), files=1, most_files=1),
    ),
    "sweep_drops": (
        Scenario(name="one lost", ready=_lost(_PLAIN), most_files=1),
        Scenario(name="two lost", ready=_lost(_PLAIN, _UNKNOWN), most_files=1),
    ),
}
