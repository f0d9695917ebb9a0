"""The functions of files and keys, while AWS goes wrong."""

from typing import Any

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_keys import DynamoDBKeys
from filegate.domain.keys import ApiKey, digest_of, make_key
from filegate.domain.projects import Quota
from tests.builders import NOW, an_id
from tests.functions.calls import ANCHOR, LIFETIME, Event, create, creation, sample
from tests.reliability.account import Account
from tests.reliability.faults import CRASH, Faulty
from tests.reliability.scenarios import Ready, Scenario

_SHORT, _FULL = Quota(size=1, files=10), Quota(size=10**9, files=0)


def keyed(event: Event, key: str = "one") -> Event:
    return event | {"headers": event["headers"] | {"Idempotency-Key": key}}


def _sending(event: Event) -> Ready:
    return lambda _: event


def _expiring(_: Account) -> Event:
    return creation(**{ANCHOR: "created_at", LIFETIME: "3600"})


def _broken_off(at: str) -> Ready:
    """An earlier attempt with the same idempotency key ended there, and nobody holds the key any more."""

    def ready(account: Account) -> Event:
        account.invoke("create_file", keyed(creation()), Faulty(CRASH, at))
        account.clock.advance(31)
        return keyed(creation())

    return ready


def _answered(account: Account) -> Event:
    account.invoke("create_file", keyed(creation()))
    return keyed(creation())


def _of_a_file(event: str) -> Ready:
    return lambda _: sample(event) | {"pathParameters": {"file_id": create()}}


def _listing(**query: str) -> Ready:
    def ready(_: Account) -> Event:
        for _each in range(3):
            create()
        return sample("list_files") | {"multiValueQueryStringParameters": {name: [it] for name, it in query.items()}}

    return ready


def _counted(account: Account) -> Event:
    event = _of_a_file("get_file")(account)
    context: dict[str, Any] = event["requestContext"]
    return event | {"requestContext": context | {"authorizer": context["authorizer"] | {"requests_per_minute": "9"}}}


def _with_key(_: Account) -> Event:
    secret = make_key(12345)
    key = ApiKey(id=an_id(), project="acme", name="", digest=digest_of(secret), created_at=NOW)
    DynamoDBKeys(dynamodb_client(), "files").add(key)
    event = sample("authorize")
    return event | {"headers": event["headers"] | {"Authorization": f"Bearer {secret}"}}


_REFUSED = frozenset({403})
_GONE = frozenset({200, 404})

FILE_SCENARIOS = {
    "create_file": (
        Scenario(name="plainly", ready=_sending(creation()), most_files=4, leaves_bytes=True),
        Scenario(name="to expire", ready=_expiring, most_files=4, leaves_bytes=True),
        Scenario(name="with a key", ready=_sending(keyed(creation())), files=1, most_files=1, leaves_bytes=True),
        Scenario(name="with a key, again", ready=_answered, files=1, most_files=1),
        Scenario(
            name="with a broken key, claimed", ready=_broken_off("PutItem"), files=1, most_files=1, leaves_bytes=True
        ),
        Scenario(
            name="with a broken key, stored", ready=_broken_off("PutObject"), files=1, most_files=1, leaves_bytes=True
        ),
        Scenario(name="too much", ready=_sending(creation()), ends=_REFUSED, files=0, quota=_SHORT, leaves_bytes=True),
        Scenario(
            name="too many, with a key",
            ready=_sending(keyed(creation())),
            ends=_REFUSED,
            files=0,
            quota=_FULL,
            leaves_bytes=True,
        ),
    ),
    "list_files": (
        Scenario(name="all", ready=_listing(limit="2"), files=3),
        Scenario(name="of a purpose", ready=_listing(purpose="batch"), files=3),
    ),
    "get_file": (
        Scenario(name="plainly", ready=_of_a_file("get_file"), files=1),
        Scenario(name="counted", ready=_counted, files=1),
    ),
    "get_file_content": (
        Scenario(name="inline", ready=_of_a_file("get_file_content"), files=1),
        Scenario(name="by redirect", ready=_of_a_file("get_file_content.range"), ends=frozenset({302}), files=1),
    ),
    "get_file_url": (Scenario(name="plainly", ready=_of_a_file("get_file_url"), files=1),),
    "delete_file": (Scenario(name="plainly", ready=_of_a_file("delete_file"), ends=_GONE, files=0, most_files=1),),
    "authorize": (Scenario(name="a good key", ready=_with_key),),
}
