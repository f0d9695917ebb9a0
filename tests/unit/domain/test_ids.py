from uuid import UUID

import pytest

from filegate.domain.ids import canonical_uuid, parse_file_id, uuid7

AN_ID = "0197f3c2a5e07c3db1f2a4c6d8e0f102"


def test_a_new_id_is_a_uuid_of_version_7() -> None:
    made = UUID(uuid7(1_790_000_000_123, b"\xff" * 10))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_a_new_id_tells_its_millisecond() -> None:
    assert UUID(uuid7(1_790_000_000_123, bytes(10))).int >> 80 == 1_790_000_000_123


def test_ids_of_later_milliseconds_are_greater_whatever_the_entropy() -> None:
    assert uuid7(1, b"\xff" * 10) < uuid7(2, bytes(10))


def test_ids_of_one_millisecond_differ_by_their_entropy() -> None:
    assert uuid7(1, b"\x00" * 9 + b"\x01") != uuid7(1, b"\x00" * 9 + b"\x02")


@pytest.mark.parametrize("spelling", [f"file-{AN_ID}", canonical_uuid(AN_ID), AN_ID, canonical_uuid(AN_ID).upper()])
def test_reads_either_spelling(spelling: str) -> None:
    assert parse_file_id(spelling) == AN_ID


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "file-",
        "file-123",
        f"file-{AN_ID}0",
        f"upload-{AN_ID}",
        "../etc/passwd",
        f"file-{AN_ID}\n",
        "file-" + "g" * 32,
        canonical_uuid(AN_ID).replace("-", "_"),
        f"file-{canonical_uuid(AN_ID)}",
        "P#acme",
        "\u0661" * 32,
    ],
)
def test_reads_nothing_else(garbage: str) -> None:
    assert parse_file_id(garbage) is None
