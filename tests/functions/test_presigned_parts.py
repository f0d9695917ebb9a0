"""Presigned parts through the real wiring, on moto: no byte of the file passes a function."""

import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import md5
from urllib.parse import parse_qs, urlsplit

import pytest

from filegate.bootstrap import services
from tests.functions.calls import answers_lost, aws_calls, call, call_with_id, sample
from tests.functions.upload_calls import (
    add,
    added,
    addresses,
    arrived,
    complete,
    content_of,
    left_in_s3,
    of_upload,
    opened,
    sent,
    usage,
)

pytestmark = pytest.mark.usefixtures("deployed")

MIB = 1_048_576
LONG = bytes(range(256)) * 4096 * 16
"""As many bytes as a part has that is not the last."""


def test_addresses_are_of_the_parts_in_the_order_asked_for() -> None:
    upload = opened(40 * MIB)
    answer = addresses(upload, 3, 1).json
    assert (answer["object"], answer["part_size"]) == ("list", 16 * MIB)
    assert [each["part_number"] for each in answer["data"]] == [3, 1]
    assert answer["data"][1]["part_id"] == addresses(upload, 1).json["data"][0]["part_id"]
    assert list(answer["data"][0]) == ["part_number", "part_id", "url", "expires_at"]


def test_an_address_is_of_the_bucket_signs_the_length_and_asks_for_no_checksum() -> None:
    (each,) = addresses(opened(3), 1).json["data"]
    url = urlsplit(each["url"])
    query = {name.lower(): values for name, values in parse_qs(url.query).items()}
    assert url.netloc == "bytes.s3.eu-central-1.amazonaws.com"
    assert query["x-amz-signedheaders"] == ["content-length;host"]
    assert not [name for name in query if "checksum" in name]
    assert "authorization" not in query


def test_an_address_lives_for_an_hour_but_no_longer_than_its_session(monkeypatch: pytest.MonkeyPatch) -> None:
    for seconds, life in (("86400", 3600), ("60", 60)):
        services.cache_clear()
        monkeypatch.setenv("UPLOAD_SECONDS", seconds)
        (each,) = addresses(opened(3), 1).json["data"]
        assert abs(each["expires_at"] - time.time() - life) < 5
        assert abs(int(parse_qs(urlsplit(each["url"]).query)["X-Amz-Expires"][0]) - life) < 5


def test_a_file_of_presigned_parts_has_their_bytes_and_the_id_of_its_upload() -> None:
    upload = opened(len(LONG) + 3)
    made = complete(upload, *sent(upload, LONG, b"end")).json
    assert made["status"] == "completed"
    assert made["file"]["id"].removeprefix("file-") == upload.removeprefix("upload_")
    assert call_with_id("get_file", made["file"]["id"]).json == made["file"]
    assert content_of(made["file"]["id"]) == LONG + b"end"
    assert (usage()["file_count"], len(left_in_s3())) == (1, 1)


def test_the_url_of_a_file_tells_its_size_and_a_digest_to_check_it_by() -> None:
    upload = opened(3)
    file = complete(upload, *sent(upload, b"abc")).json["file"]
    answer = call_with_id("get_file_url", file["id"], sample("get_file_url")).json
    whole = md5(md5(b"abc", usedforsecurity=False).digest(), usedforsecurity=False).hexdigest()
    assert (answer["bytes"], answer["digest"]) == (3, f"md5-of-parts:{16 * MIB}:{whole}-1")


def test_completing_again_gives_the_same_answer() -> None:
    upload = opened(3)
    (part,) = sent(upload, b"abc")
    assert complete(upload, part).json == complete(upload, part).json
    assert usage()["file_count"] == 1


@pytest.mark.usefixtures("one_call_at_a_time")
def test_ten_completions_at_once_make_one_file() -> None:
    upload = opened(3)
    (part,) = sent(upload, b"abc")
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: complete(upload, part), range(10)))
    assert [answer.status for answer in answers] == [200] * 10
    assert len({answer.json["file"]["created_at"] for answer in answers}) == 1
    assert (usage()["file_count"], len(left_in_s3())) == (1, 1)


def test_a_completion_that_s3_did_and_nobody_recorded_is_found_by_the_next() -> None:
    upload = opened(3)
    (part,) = sent(upload, b"abc")
    with answers_lost("CompleteMultipartUpload"):
        assert complete(upload, part).status == 503
    assert usage()["file_count"] == 0
    assert content_of(complete(upload, part).json["file"]["id"]) == b"abc"


def test_what_has_arrived_can_be_asked_page_by_page() -> None:
    upload = opened(len(LONG) + 3)
    first, second = sent(upload, LONG, b"end")
    page = arrived(upload, limit="1").json
    assert (page["first_id"], page["last_id"], page["has_more"]) == (first, first, True)
    assert page["data"][0] | {"created_at": 0} == {
        "id": first,
        "object": "upload.part",
        "created_at": 0,
        "upload_id": upload,
        "bytes": len(LONG),
        "part_number": 1,
        "md5": md5(LONG, usedforsecurity=False).hexdigest(),
    }
    rest = arrived(upload, after=first).json
    assert ([each["id"] for each in rest["data"]], rest["has_more"]) == ([second], False)


def test_what_has_arrived_through_the_api_is_listed_too() -> None:
    upload = opened(6)
    parts = [added(upload, b"abc"), added(upload, b"def")]
    listed = arrived(upload).json["data"]
    assert [(each["id"], each["bytes"]) for each in listed] == [(part, 3) for part in parts]
    assert not {"md5", "part_number"} & listed[0].keys()
    assert [each["id"] for each in arrived(upload, after=parts[0]).json["data"]] == [parts[1]]


def test_an_open_session_looks_as_it_was_created() -> None:
    made = call("create_upload").json
    assert call("get_upload", of_upload(sample("get_upload"), made["id"])).json == made


def test_a_session_takes_presigned_parts_or_parts_through_the_api() -> None:
    presigned, other = opened(3), opened(3)
    addresses(presigned, 1)
    added(other, b"abc")
    refused = [add(presigned, b"abc"), addresses(other, 1)]
    assert [(answer.status, answer.error["param"]) for answer in refused] == [(400, "upload_id")] * 2
    assert len(left_in_s3()) == 2


def test_what_each_route_asks_of_aws() -> None:
    upload = opened(3)
    with aws_calls() as made:
        addresses(upload, 1)
    assert made == ["GetItem", "CreateMultipartUpload", "TransactWriteItems"]
    with aws_calls() as made:
        (part,) = sent(upload, b"abc")
    assert made == ["GetItem"]
    with aws_calls() as made:
        arrived(upload)
    assert made == ["GetItem", "ListParts"]
    with aws_calls() as made:
        complete(upload, part)
    joining = ["GetItem", "ListParts", "TransactWriteItems", "CompleteMultipartUpload", "TransactWriteItems"]
    assert made == [*joining, "Query", "ListMultipartUploads", "TransactWriteItems"]
    with aws_calls() as made:
        call("get_upload", of_upload(sample("get_upload"), upload))
    assert made == ["GetItem"]
