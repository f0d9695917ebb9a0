"""Bad requests about presigned parts: a 4xx that names the field, after which the session goes on."""

from typing import Any

import pytest

from tests.functions.calls import call
from tests.functions.upload_calls import add, addresses, arrived, complete, json_event, of_upload, opened, sent

pytestmark = pytest.mark.usefixtures("deployed")

MIB = 1_048_576
GIB = 1_073_741_824


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "part_numbers"),
        ({"part_numbers": None}, "part_numbers"),
        ({"part_numbers": []}, "part_numbers"),
        ({"part_numbers": 1}, "part_numbers"),
        ({"part_numbers": list(range(1, 1002))}, "part_numbers"),
        ({"part_numbers": ["1"]}, "part_numbers[0]"),
        ({"part_numbers": [1, True]}, "part_numbers[1]"),
        ({"part_numbers": [1.0]}, "part_numbers[0]"),
        ({"part_numbers": [0]}, "part_numbers[0]"),
        ({"part_numbers": [1, 4]}, "part_numbers[1]"),
        ({"part_numbers": [-1]}, "part_numbers[0]"),
        ({"part_numbers": [10**300]}, "part_numbers[0]"),
        ({"part_numbers": [2, 1, 2]}, "part_numbers[2]"),
        ({"part_numbers": [1], "part_size": 5}, "part_size"),
        ([1], "body"),
    ],
)
def test_bad_part_numbers_are_refused_by_field(body: Any, param: str) -> None:
    answer = call("create_part_urls", of_upload(json_event("create_part_urls", body), opened(48 * MIB)))
    assert (answer.status, answer.error["param"]) == (400, param)


def test_an_upload_over_a_gib_takes_no_parts_through_the_api_and_says_which_it_takes() -> None:
    upload = opened(GIB + 1)
    for answer in (add(upload, b"abc"), complete(upload, "part_" + "0" * 32)):
        assert (answer.status, answer.error["param"], answer.error["code"]) == (413, "upload_id", "file_too_large")
        assert "/part_urls" in answer.error["message"]
    assert addresses(upload, 65).status == 200


def test_parts_must_be_all_in_order_and_once_each() -> None:
    upload, other = opened(48 * MIB), opened(48 * MIB)
    first, second, third = (each["part_id"] for each in addresses(upload, 1, 2, 3).json["data"])
    foreign = addresses(other, 1).json["data"][0]["part_id"]
    unknown = first[:-4] + "0004"
    refused = {
        "part_ids[0]": [[foreign], [second, first, third], ["garbage"], [first[:-4] + "0000"]],
        "part_ids[1]": [[first, third], [first, first, second]],
        "part_ids[3]": [[first, second, third, each] for each in (third, unknown)],
        "part_ids": [[first, second]],
    }
    for param, lists in refused.items():
        answers = [complete(upload, *part_ids) for part_ids in lists]
        assert [(answer.status, answer.error["param"]) for answer in answers] == [(400, param)] * len(lists)


def test_parts_that_have_not_arrived_are_named_and_may_be_sent_then() -> None:
    upload = opened(3)
    (address,) = addresses(upload, 1).json["data"]
    answer = complete(upload, address["part_id"])
    assert (answer.status, answer.error["param"]) == (400, "part_ids[0]")
    assert complete(upload, *sent(upload, b"abc")).json["status"] == "completed"


def test_a_part_of_another_size_makes_no_file() -> None:
    """S3 refuses one, as its length is signed; moto does not look."""
    upload = opened(3)
    answer = complete(upload, *sent(upload, b"abcd"))
    assert (answer.status, answer.error["param"]) == (400, "part_ids[0]")


def test_an_md5_is_refused_with_what_to_do_instead() -> None:
    upload = opened(3)
    parts = sent(upload, b"abc")
    answer = complete(upload, *parts, md5="0" * 32)
    assert (answer.status, answer.error["param"]) == (400, "md5")
    assert "Content-MD5" in answer.error["message"]
    assert complete(upload, *parts).status == 200


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "1001"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"after": "x"}, "after"),
        ({"after": ""}, "after"),
        ({"after": "part_" + "0" * 32}, "after"),
    ],
)
def test_a_bad_page_of_parts_is_refused_by_field(query: dict[str, str], param: str) -> None:
    upload = opened(3)
    addresses(upload, 1)
    answer = arrived(upload, **query)
    assert (answer.status, answer.error["param"]) == (400, param)
