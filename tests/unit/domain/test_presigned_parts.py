"""Sizes, numbers and ids of presigned parts, which follow from the upload alone."""

import pytest

from filegate.domain.presigned_parts import bytes_of_part, number_of, part_count, part_id, part_size
from filegate.domain.uploads import MAX_PARTS, MAX_UPLOAD_BYTES
from tests.builders import an_upload

MIB = 1_048_576
GIB = 1024 * MIB


@pytest.mark.parametrize(
    ("size", "expected", "count"),
    [
        (1, 16 * MIB, 1),
        (16 * MIB, 16 * MIB, 1),
        (16 * MIB + 1, 16 * MIB, 2),
        (160_000 * MIB, 16 * MIB, MAX_PARTS),
        (160_000 * MIB + 1, 17 * MIB, 9412),
        (MAX_UPLOAD_BYTES - 1, 5 * GIB, MAX_PARTS),
        (MAX_UPLOAD_BYTES, 5 * GIB, MAX_PARTS),
    ],
)
def test_parts_have_16_mib_unless_that_makes_too_many(size: int, expected: int, count: int) -> None:
    upload = an_upload(size=size)
    assert (part_size(upload), part_count(upload)) == (expected, count)


@pytest.mark.parametrize("size", [1, 16 * MIB, 40 * MIB + 5, 160_000 * MIB + 1, MAX_UPLOAD_BYTES])
def test_parts_add_up_to_the_whole_and_none_is_empty(size: int) -> None:
    upload = an_upload(size=size)
    sizes = [bytes_of_part(upload, number) for number in range(1, part_count(upload) + 1)]
    assert sum(sizes) == size
    assert set(sizes[:-1]) <= {part_size(upload)}
    assert 0 < sizes[-1] <= part_size(upload)


def test_a_part_id_tells_its_number_to_its_own_upload_only() -> None:
    upload, other = an_upload(size=MAX_UPLOAD_BYTES), an_upload(size=MAX_UPLOAD_BYTES, id="f" * 32)
    ids = [part_id(upload.id, number) for number in (1, 2, 300, MAX_PARTS)]
    assert ids == sorted(ids)
    assert {len(each) for each in ids} == {32}
    assert [number_of(upload, each) for each in ids] == [1, 2, 300, MAX_PARTS]
    assert [number_of(other, each) for each in ids] == [None] * 4


@pytest.mark.parametrize("number", [0, 2, 0xFFFF])
def test_an_id_of_a_part_that_the_upload_has_not_is_unknown(number: int) -> None:
    upload = an_upload(size=1)
    assert number_of(upload, part_id(upload.id, number)) is None
