from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filegate.domain.keys import digest_of, make_key, well_formed

KEY = make_key(2**191 + 1)


@given(st.integers(min_value=0, max_value=2**192 - 1))
def test_every_key_is_41_characters_and_well_formed(secret: int) -> None:
    key = make_key(secret)
    assert len(key) == 41
    assert key.startswith("fg_")
    assert well_formed(key)


@given(st.integers(min_value=0, max_value=2**190 - 1), st.integers(min_value=0, max_value=2**190 - 1))
def test_different_secrets_make_different_keys(one: int, other: int) -> None:
    assert (make_key(one) == make_key(other)) == (one == other)


def test_the_checksum_is_the_crc_of_what_stands_before_it() -> None:
    assert make_key(0) == "fg_" + "0" * 32 + "3XyXwI"


@pytest.mark.parametrize("place", range(len(KEY)))
def test_one_wrong_character_is_noticed(place: int) -> None:
    wrong = "a" if KEY[place] != "a" else "b"
    assert not well_formed(KEY[:place] + wrong + KEY[place + 1 :])


@pytest.mark.parametrize("text", ["", "fg_", KEY[:-1], KEY + "0", f" {KEY}", f"{KEY}\n", KEY.upper(), "sk-" + KEY[3:]])
def test_what_has_another_shape_is_no_key(text: str) -> None:
    assert not well_formed(text)


def test_only_a_sha256_of_the_key_is_stored() -> None:
    assert digest_of(KEY) == sha256(KEY.encode()).hexdigest()
