"""The schemas refuse what a contract does not have: keys too many, keys missing, null for absent, other types."""

from typing import Any

import pytest
from pydantic import ValidationError

from filegate.contracts import CONTRACTS, contract_named
from filegate.contracts.schemas import Model, schemas_named
from tests.builders import NOW, a_file

each_contract = pytest.mark.parametrize("contract", CONTRACTS)


def shown(contract: str, **fields: Any) -> dict[str, Any]:
    return contract_named(contract).file(a_file(**fields))


def refused(model: Model, value: dict[str, Any]) -> bool:
    try:
        model.model_validate(value)
    except ValidationError:
        return True
    return False


@each_contract
def test_a_file_of_the_contract_is_taken(contract: str) -> None:
    model = schemas_named(contract).File
    for file in (shown(contract), shown(contract, expires_at=NOW + 1, status_details="line 1: no custom_id")):
        model.model_validate(file)


@each_contract
def test_a_key_too_many_is_refused(contract: str) -> None:
    assert refused(schemas_named(contract).File, shown(contract) | {"size": 1})


@each_contract
def test_a_key_missing_is_refused(contract: str) -> None:
    file = shown(contract)
    assert all(refused(schemas_named(contract).File, {k: file[k] for k in file if k != name}) for name in file)


@each_contract
def test_another_type_is_refused(contract: str) -> None:
    assert refused(schemas_named(contract).File, shown(contract) | {"bytes": "1"})
    assert refused(schemas_named(contract).File, shown(contract) | {"created_at": 1.5})


@each_contract
def test_the_id_of_another_contract_is_refused(contract: str) -> None:
    model, file = schemas_named(contract).File, shown(contract)
    spellings = {contract_named(name).spelled(a_file().id) for name in ("openai", "maniac")}
    assert sorted(refused(model, file | {"id": spelling}) for spelling in spellings) == [False, True]


@pytest.mark.parametrize("name", ["expires_at", "status_details"])
@pytest.mark.parametrize("contract", ["openai", "ai-stats"])
def test_null_is_refused_for_what_is_left_out_when_unset(contract: str, name: str) -> None:
    assert refused(schemas_named(contract).File, shown(contract) | {name: None})
