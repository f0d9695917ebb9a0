"""Keys of dropped objects and messages about them: each object is a file or rejected, no message keeps out others."""

import json
from typing import Any

import hypothesis.strategies as st
import pytest

from filegate.adapters.aws import s3_client
from filegate.bootstrap import services
from filegate.domain.drops import Refused, place_of
from filegate.domain.names import check_name
from filegate.domain.purposes import PURPOSE
from tests.builders import a_dropped_object
from tests.functions.calls import Event, sample
from tests.functions.drop_calls import drop, message_of
from tests.reliability.account import new_account
from tests.reliability.effort import thorough
from tests.reliability.fuzz.cases import SPARE_TEXT, fuzz, lines_of, texts
from tests.reliability.invariants import broken_now
from tests.reliability.settled import wrongly_ingested

MOST_KEY_BYTES = 1_024
segments = st.one_of(st.sampled_from(["", ".", "..", "acme", "batch", "a.jsonl", "P#acme"]), texts)
keys = st.lists(segments, max_size=5).map("/".join)
storable = keys.filter(
    lambda key: key[:1] not in {"", "/"} and len(key.encode()) <= MOST_KEY_BYTES and key.isprintable()
)
"""By moto, which takes others for addresses, or cannot list them."""

documents = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts, st.sampled_from(["acme/batch/a", "\ud800"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["detail", "object", "key", "version-id", "time", "bucket"]), inner, max_size=3
        ),
    ),
    max_leaves=8,
)
objects = st.fixed_dictionaries({}, optional={"key": documents, "version-id": documents, "size": documents})
told = st.builds(lambda each, when: {"detail": {"object": each}, "time": when}, objects, documents)
bodies = st.one_of(st.one_of(documents, told).map(json.dumps), texts)
HOSTILE_BODIES = ("[" * 100_000, "", "null", "{}", "9" * 5_000, '{"detail":{"object":{"key":5}},"time":0}')


def placed(key: str) -> None:
    """Where a key is taken, its three pieces are the key and each keeps its rules."""
    try:
        place = place_of(a_dropped_object(key=key))
    except Refused:
        return
    assert f"{place.project}/{place.purpose}/{place.name}" == key
    assert PURPOSE.fullmatch(place.purpose)
    assert check_name(place.name) == place.name
    assert not set(place.name) & set("/\\\r\n\x00\x1b\u2028")


@pytest.mark.parametrize("key", lines_of("drops"))
def test_a_key_of_the_corpus_is_a_place_or_refused(key: str) -> None:
    placed(key)


def test_every_key_is_a_place_or_refused(record_property: Any) -> None:
    fuzz(placed, st.one_of(keys, st.text(SPARE_TEXT + "a/")), record_property, bounded=100, most=10_000)


def test_every_dropped_object_becomes_a_file_or_is_rejected(record_property: Any) -> None:
    with new_account() as account:
        s3, back = s3_client(), account.keep()

        def case(several: list[str]) -> None:
            back()
            for key in dict.fromkeys(several):
                s3.put_object(Bucket="drop", Key=key, Body=b"{}\n")
            dropped = list(services().zone.all(None))
            outcome = account.invoke("ingest_object", {"Records": [message_of(each) for each in dropped]})
            assert outcome.value == {"batchItemFailures": []}
            assert len(dropped) == len(set(several))
            assert [*wrongly_ingested(dropped), *broken_now()] == []

        every = [key for key in lines_of("drops") if key.isprintable() and "\\" not in key]
        case(every if thorough() else every[::5])
        fuzz(case, st.lists(storable, min_size=1, max_size=2), record_property, bounded=1, most=100)


def message(body: str) -> Event:
    return {**sample("ingest_object")["Records"][0], "messageId": "hostile", "body": body}


def test_no_message_keeps_out_the_others(record_property: Any) -> None:
    with new_account() as account:
        good = message_of(drop("acme/batch/a.jsonl"))

        def case(body: str) -> None:
            for function in ("ingest_object", "check_file"):
                others = [good] if function == "ingest_object" else []
                failed = account.invoke(function, {"Records": [message(body), *others]}).value
                assert isinstance(failed, dict), failed
                assert failed["batchItemFailures"] in ([], [{"itemIdentifier": "hostile"}])

        for body in HOSTILE_BODIES:
            case(body)
        fuzz(case, bodies, record_property, bounded=10, most=700)
