"""Upload sessions that are opened and filled, beside each other and beside what ends them."""

from filegate.domain.projects import Quota
from tests.functions.calls import creation
from tests.reliability.account import QUOTA
from tests.reliability.file_operations import creating
from tests.reliability.races import EITHER, Race, all_of, ending, made_if
from tests.reliability.upload_operations import (
    empty,
    of_session,
    opening,
    presigned,
    small,
)

FILLING_RACES = (
    Race(name="part/part", ready=of_session(small, "part", "part"), wrong=ending((200, 200), files=0)),
    Race(
        name="part/complete",
        ready=of_session(small, "part", "complete"),
        wrong=ending((200, 200), (400, 200), files=1),
    ),
    Race(name="part/cancel", ready=of_session(small, "part", "cancel"), wrong=ending((200, 200), (400, 200), files=0)),
    Race(
        name="part/expire",
        ready=of_session(small, "part", "expire_uploads", ahead=2, seconds_left=1),
        wrong=ending((200, 200), (400, 200), files=0),
    ),
    Race(
        name="urls/urls",
        ready=of_session(empty, "urls", "urls"),
        wrong=ending((200, 200), files=0),
    ),
    Race(
        name="urls/part",
        ready=of_session(empty, "urls", "part"),
        wrong=ending(*EITHER, files=0),
    ),
    Race(
        name="urls/cancel",
        ready=of_session(empty, "urls", "cancel"),
        wrong=ending((200, 200), (400, 200), files=0),
    ),
    Race(
        name="urls/urls/part",
        ready=of_session(empty, "urls", "urls", "part"),
        wrong=ending((200, 200, 400), (400, 400, 200), files=0),
    ),
    Race(
        name="send/complete",
        ready=of_session(presigned, "send", "complete"),
        wrong=all_of(ending((200, 200), (404, 200), (200, 400)), made_if(1)),
    ),
    Race(
        name="send/cancel",
        ready=of_session(presigned, "send", "cancel"),
        wrong=ending((200, 200), (404, 200), files=0),
    ),
    Race(
        name="open/open for the last bytes",
        ready=lambda account: [opening(account, 6), opening(account, 6)],
        wrong=ending((200, 403), (403, 200), files=0),
        quota=Quota(size=11, files=9),
    ),
    Race(
        name="open/create for the last bytes",
        ready=lambda account: [opening(account, 6), creating(account, creation(b"{}\n{}\n"))],
        wrong=ending((200, 403), (403, 200)),
        quota=Quota(size=11, files=9),
    ),
    Race(
        name="open/create for the last file",
        ready=lambda account: [opening(account, 6), creating(account)],
        wrong=ending((200, 403), (403, 200)),
        quota=Quota(size=QUOTA.size, files=1),
    ),
)
