"""The functions that tell and check what has changed, while AWS goes wrong."""

import json
from collections.abc import Callable

from tests.functions.calls import Event, call, call_with_id, create
from tests.functions.drop_calls import drop, message_of
from tests.functions.upload_calls import added, complete, opened
from tests.reliability.account import Account
from tests.reliability.batch_provider import line, list_provider
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


def dropped_to_be_a_batch(account: Account) -> None:
    """A new file that waits for its check, and is a batch from then on."""
    list_provider()
    dropped = drop("acme/batch/a.jsonl", json.dumps(line("1")).encode(), "auto-batch=true")
    account.invoke("ingest_object", {"Records": [message_of(dropped)]})


def _checking(make: Callable[[Account], object]) -> Ready:
    """What the rule passes on when the file is made."""

    def ready(account: Account) -> Event:
        bus = Bus(account.clock)
        with wired(bus):
            make(account)
        (event,) = bus.published(rule("CheckRule"))
        return {"Records": [Message("1", json.dumps(event), account.clock.seconds).record("check")]}

    return ready


def _good(_: Account) -> None:
    uploaded(LINE)


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
        Scenario(name="a good one", ready=_checking(_good), files=1),
        Scenario(name="a bad one", ready=_checking(lambda _: uploaded(b"{}\n")), files=1),
        Scenario(name="one that is gone", ready=_deleted(_checking(_good)), files=0),
        Scenario(name="one to be a batch", ready=_checking(dropped_to_be_a_batch), files=1, most_batches=1),
    ),
    "publish_events": (Scenario(name="one of each", ready=_telling, files=_FILES - 1, tells=True),),
}
