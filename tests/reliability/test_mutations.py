"""The faults of `make mutants` can still be made: the code that they change is as they know it."""

import pytest

from tests import sam
from tests.reliability.mutants import faulty
from tests.reliability.mutations import FAULTS, Fault


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_made(fault: Fault) -> None:
    text = (sam.ROOT / fault.file).read_text()
    assert faulty(text, fault) != text
