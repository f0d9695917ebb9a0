"""Reading an object to its end (moto), over connections that break."""

from collections.abc import Iterator
from hashlib import shake_128
from io import BytesIO
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from filegate.adapters.aws import s3_client
from filegate.adapters.s3_streaming import MOST_BREAKS, READ_BYTES, streamed
from filegate.domain.errors import StorageUnavailable
from tests.faulty_s3 import OUTAGE, instead

CONTENT = shake_128(b"any").digest(READ_BYTES * 4 + 5)
KEY = "files/acme/1"


@pytest.fixture
def client(bucket: str) -> Any:
    client = s3_client()
    client.put_object(Bucket=bucket, Key=KEY, Body=CONTENT)
    return client


def breaking(client: Any, sent: int, times: int) -> list[str]:
    """The first answers break off after so many bytes. The ranges that were asked for."""
    asked: list[str] = []

    def break_off(request: Any, **_: object) -> AWSResponse | None:
        asked.append(request.headers["Range"].decode())
        if len(asked) > times:
            return None
        start = int(asked[-1].removeprefix("bytes=").removesuffix("-"))
        rest = str(len(CONTENT) - start)
        return AWSResponse(request.url, 206, {"content-length": rest}, BytesIO(CONTENT[start : start + sent]))

    client.meta.events.register_first("before-send.s3.GetObject", break_off)
    return asked


def read(client: Any, size: int = len(CONTENT)) -> Iterator[bytes]:
    return streamed(client, "bytes", KEY, size)


def test_chunks_are_small(client: Any) -> None:
    chunks = list(read(client))
    assert b"".join(chunks) == CONTENT
    assert max(map(len, chunks)) <= READ_BYTES


def test_reading_goes_on_where_a_connection_broke(client: Any) -> None:
    asked = breaking(client, sent=READ_BYTES, times=2)
    assert b"".join(read(client)) == CONTENT
    assert asked == ["bytes=0-", f"bytes={READ_BYTES}-", f"bytes={READ_BYTES * 2}-"]


def test_connections_that_always_break_are_given_up(client: Any) -> None:
    asked = breaking(client, sent=0, times=1000)
    with pytest.raises(StorageUnavailable) as caught:
        list(read(client))
    assert caught.value.failure.fault == "IncompleteReadError"
    assert len(asked) == MOST_BREAKS + 1


def test_an_outage_of_some_calls_is_waited_for(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    instead(client, "GetObject", *[OUTAGE] * 4)
    assert b"".join(read(client)) == CONTENT


def test_an_outage_that_stays_is_told(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    instead(client, "GetObject", *[OUTAGE] * 1000)
    with pytest.raises(StorageUnavailable):
        list(read(client))


def test_an_object_that_is_shorter_than_its_record_says_is_no_outage(client: Any) -> None:
    with pytest.raises(ClientError, match="InvalidRange"):
        list(read(client, len(CONTENT) + 1))


def test_an_object_that_is_not_there_is_no_outage(client: Any) -> None:
    with pytest.raises(ClientError, match="NoSuchKey"):
        list(streamed(client, "bytes", "files/acme/2", 1))
