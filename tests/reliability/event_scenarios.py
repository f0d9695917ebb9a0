"""The functions that tell and check what has changed, while AWS goes wrong."""

import json

from tests.functions.calls import Event, call, call_with_id, create
from tests.functions.drop_calls import drop, message_of
from tests.functions.upload_calls import added, complete, opened
from tests.reliability.account import Account
from tests.reliability.bus import Bus
from tests.reliability.drop_scenarios import LINE
from tests.reliability.patterns import rule, source_filter
from tests.reliability.queues import Message
from tests.reliability.scenarios import Ready, Scenario
from tests.reliability.streams import Writes
from tests.reliability.wire import wired

_FILES = 11
"""More than are told in one call."""


def uploaded(content: bytes) -> str:
    """The id of a new file that waits for its check."""
    upload = opened(len(content))
    made: str = complete(upload, added(upload, content)).json["file"]["id"]
    return made


def _checking(content: bytes) -> Ready:
    """What the rule passes on when the file is made."""

    def ready(account: Account) -> Event:
        bus = Bus(account.clock)
        with wired(bus):
            uploaded(content)
        (event,) = bus.published(rule("CheckRule"))
        return {"Records": [Message("1", json.dumps(event), account.clock.seconds).record("check")]}

    return ready


def _deleted(ready: Ready) -> Ready:
    def deleted(account: Account) -> Event:
        event = ready(account)
        call_with_id("delete_file", call("list_files").json["data"][0]["id"])
        return event

    return deleted


def _telling(account: Account) -> Event:
    """What the stream says of new files, of one that is deleted, and of a dropped object that is none."""
    writes, fits = Writes(), source_filter("StreamToFunction")
    writes.begin()
    made = [create() for _ in range(_FILES)]
    call_with_id("delete_file", made[0])
    account.invoke("ingest_object", {"Records": [message_of(drop("nobody/batch/a"))]})
    return {"Records": [record for record in writes.new() if fits(record)]}


EVENT_SCENARIOS = {
    "check_file": (
        Scenario(name="a good one", ready=_checking(LINE), files=1),
        Scenario(name="a bad one", ready=_checking(b"{}\n"), files=1),
        Scenario(name="one that is gone", ready=_deleted(_checking(LINE)), files=0),
    ),
    "publish_events": (Scenario(name="one of each", ready=_telling, files=_FILES - 1, tells=True),),
}
