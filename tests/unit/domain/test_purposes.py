import pytest

from filegate.domain.errors import InvalidInput
from filegate.domain.purposes import check_purpose


@pytest.mark.parametrize("purpose", ["batch", "fine-tune", "user_data", "X" * 64, "0"])
def test_takes_any_well_formed_name(purpose: str) -> None:
    assert check_purpose(purpose) == purpose


@pytest.mark.parametrize("purpose", ["", "a b", "a" * 65, "a#b", "größe", "batch\n"])
def test_refuses_malformed_names(purpose: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_purpose(purpose)
    assert refusal.value.param == "purpose"


def test_refuses_what_the_deployment_does_not_allow_in_the_words_of_openai() -> None:
    with pytest.raises(InvalidInput, match=r"^'vision' is not one of \['batch', 'evals'\] - 'purpose'$"):
        check_purpose("vision", ("batch", "evals"))
