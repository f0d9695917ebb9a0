"""Upload sessions that are filled, completed and ended at once."""

from filegate.domain.projects import Quota
from tests.functions.calls import creation
from tests.reliability.file_operations import creating
from tests.reliability.races import EITHER, Race, all_of, ending, made_if, same_answer
from tests.reliability.upload_operations import (
    JOINING_SECONDS,
    SESSION_SECONDS,
    joined_once,
    of_session,
    presigned,
    small,
)

_COMPLETED = all_of(ending((200, 200), (200, 409), (409, 200), files=1), same_answer)
_TAKEN_OVER = all_of(ending((200, 200), (200, 409), (409, 200), (500, 200), files=1), same_answer)
"""Whoever has it taken away meets what AWS says of things that are no more."""

_COMPLETED_OR_ENDED = all_of(ending((200, 200), (400, 200), (409, 200)), made_if(0))
_ENDED_MEANWHILE = all_of(ending((200, 200), (400, 200), (409, 200), (500, 200)), made_if(0))


COMPLETING = (
    Race(name="complete/complete", ready=of_session(small, "complete", "complete"), wrong=_COMPLETED),
    Race(
        name="complete/complete in another order",
        ready=of_session(small, "complete", "complete backwards"),
        wrong=_COMPLETED,
    ),
    Race(
        name="complete/complete, presigned",
        ready=of_session(presigned, "complete", "complete"),
        wrong=_COMPLETED,
    ),
    Race(
        name="complete/complete, broken off before",
        ready=of_session(joined_once(small), "complete", "complete"),
        wrong=_COMPLETED,
    ),
    Race(
        name="complete/complete, presigned, broken off before",
        ready=of_session(joined_once(presigned), "complete", "complete"),
        wrong=_COMPLETED,
    ),
    # No function lives so long; the conditions have to hold all the same.
    Race(
        name="complete/complete that takes it over",
        ready=of_session(small, "complete", "complete", ahead=JOINING_SECONDS),
        wrong=_TAKEN_OVER,
    ),
    Race(
        name="complete/complete that takes it over, presigned",
        ready=of_session(presigned, "complete", "complete", ahead=JOINING_SECONDS),
        wrong=_TAKEN_OVER,
    ),
    Race(
        name="complete/create for the last bytes",
        ready=lambda account: [*of_session(small, "complete")(account), creating(account, creation(b"{}\n"))],
        wrong=ending((200, 403), files=1),
        quota=Quota(size=6, files=2),
    ),
)

ENDING = (
    Race(
        name="complete/cancel",
        ready=of_session(small, "complete", "cancel"),
        wrong=all_of(ending(*EITHER), made_if(0)),
        always=True,
    ),
    Race(
        name="complete/cancel, presigned",
        ready=of_session(presigned, "complete", "cancel"),
        wrong=all_of(ending(*EITHER), made_if(0)),
    ),
    Race(
        name="complete/cancel, broken off before",
        ready=of_session(joined_once(small), "complete", "cancel"),
        wrong=all_of(ending(*EITHER), made_if(0)),
    ),
    Race(
        name="complete/expire",
        ready=of_session(small, "complete", "expire_uploads", ahead=2, seconds_left=1),
        wrong=_COMPLETED_OR_ENDED,
    ),
    Race(
        name="complete/expire, presigned",
        ready=of_session(presigned, "complete", "expire_uploads", ahead=2, seconds_left=1),
        wrong=_COMPLETED_OR_ENDED,
    ),
    Race(
        name="complete/expire that takes it over",
        ready=of_session(small, "complete", "expire_uploads", ahead=SESSION_SECONDS),
        wrong=_ENDED_MEANWHILE,
    ),
    Race(
        name="complete/expire that takes it over, presigned",
        ready=of_session(presigned, "complete", "expire_uploads", ahead=SESSION_SECONDS),
        wrong=_ENDED_MEANWHILE,
    ),
    Race(
        name="cancel/cancel",
        ready=of_session(small, "cancel", "cancel"),
        wrong=ending((200, 200), files=0),
    ),
    Race(
        name="cancel/cancel, presigned",
        ready=of_session(presigned, "cancel", "cancel"),
        wrong=ending((200, 200), files=0),
    ),
    Race(
        name="cancel/expire",
        ready=of_session(small, "cancel", "expire_uploads", ahead=2, seconds_left=1),
        wrong=ending((200, 200), (400, 200), files=0),
    ),
    Race(
        name="expire/expire",
        ready=of_session(small, "expire_uploads", "expire_uploads", seconds_left=0),
        wrong=ending((200, 200), files=0),
    ),
    Race(
        name="expire/sweep",
        ready=of_session(joined_once(presigned), "expire_uploads", "sweep_store", seconds_left=0),
        wrong=ending((200, 200), files=0),
    ),
    Race(
        name="cancel/create for the last bytes",
        ready=lambda account: [*of_session(small, "cancel")(account), creating(account, creation(b"{}\n"))],
        wrong=ending((200, 200), (200, 403)),
        quota=Quota(size=6, files=1),
    ),
)

THREE = (
    Race(
        name="complete/complete/cancel",
        ready=of_session(small, "complete", "complete", "cancel"),
        wrong=all_of(
            ending((200, 200, 400), (200, 409, 400), (409, 200, 400), (400, 400, 200)),
            made_if(0, 1),
            same_answer,
        ),
    ),
    Race(
        name="part/complete/cancel",
        ready=of_session(small, "part", "complete", "cancel"),
        wrong=all_of(ending(*[(part, *both) for part in (200, 400) for both in EITHER]), made_if(1)),
    ),
)

UPLOAD_RACES = (*COMPLETING, *ENDING, *THREE)
