"""The API in this process, once in every contract. Tests of one share it, each with a project of its own."""

from collections.abc import Iterator

import pytest

from filegate.bootstrap import services
from filegate.contracts import CONTRACTS
from tests.aws_account import empty_account, make_bucket, make_state_machine, make_table
from tests.conformance.api import Api
from tests.conformance.projects import key_of_a_new_project


@pytest.fixture(scope="module", params=CONTRACTS)
def contract(request: pytest.FixtureRequest) -> Iterator[str]:
    """Its name; while the fixture lives, everything is deployed in it."""
    with empty_account(CONTRACT=request.param, REQUESTS_PER_MINUTE="1000"):
        make_table()
        make_state_machine()
        make_bucket()
        services.cache_clear()
        yield request.param
        services.cache_clear()


@pytest.fixture
def api(contract: str) -> Api:
    return Api(contract, key_of_a_new_project())
