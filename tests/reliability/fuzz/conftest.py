from collections.abc import Iterator

import pytest

from filegate.contracts import CONTRACTS
from tests.reliability.fuzz.edge import Edge, edge_of


@pytest.fixture(scope="module", params=CONTRACTS)
def deployed(request: pytest.FixtureRequest) -> Iterator[Edge]:
    with edge_of(request.param) as edge:
        yield edge


@pytest.fixture
def edge(deployed: Edge) -> Iterator[Edge]:
    """The API in every contract, with an empty project."""
    back = deployed.account.keep()
    deployed.keep()
    yield deployed
    back()
