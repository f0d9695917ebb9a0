"""Whatever is presented as an API key: a verdict, never an error, and only a key that was made is let in."""

import json
from typing import Any

import hypothesis.strategies as st
import pytest

from filegate.adapters.aws import dynamodb_client
from filegate.adapters.dynamodb_keys import DynamoDBKeys
from filegate.domain.keys import ApiKey, digest_of, make_key, well_formed
from tests.builders import NOW, an_id
from tests.functions.calls import sample
from tests.reliability.account import new_account
from tests.reliability.fuzz.cases import fuzz, lines_of, texts

SECRET = make_key(2**189 + 12345)

values = st.one_of(
    texts,
    st.builds("Bearer {}".format, texts),
    st.builds("Bearer fg_{}".format, st.text("0Aaz_\u0660\n", min_size=37, max_size=39)),
    st.builds(
        lambda at, put: f"Bearer {SECRET[:at]}{put}{SECRET[at + 1 :]}", st.integers(0, len(SECRET)), st.text(max_size=2)
    ),
)


def test_no_header_but_that_of_a_key_is_let_in(record_property: Any) -> None:
    with new_account() as account:
        key = ApiKey(id=an_id(), project="acme", name="", digest=digest_of(SECRET), created_at=NOW)
        DynamoDBKeys(dynamodb_client(), "files").add(key)

        def case(header: str) -> None:
            event = sample("authorize")
            verdict = account.invoke("authorize", event | {"headers": {"AUTHORIZATION": header}}).value
            (statement,) = verdict["policyDocument"]["Statement"]
            scheme, _, presented = header.strip().partition(" ")
            is_ours = scheme.lower() == "bearer" and presented.strip() == SECRET
            assert statement["Effect"] == ("Allow" if is_ours else "Deny"), json.dumps(header)
            assert ("context" in verdict) == is_ours

        case(f"Bearer {SECRET}")
        for header in lines_of("keys"):
            case(header)
        fuzz(case, values, record_property, bounded=60, most=2_000)


@pytest.mark.parametrize("at", range(len(SECRET)))
def test_a_key_with_one_wrong_character_is_not_well_formed(at: int) -> None:
    assert well_formed(SECRET)
    assert not any(well_formed(SECRET[:at] + other + SECRET[at + 1 :]) for other in "0Zz_\n" if other != SECRET[at])
