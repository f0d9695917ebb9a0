"""What no role may do, asked of the policies themselves: the local stack does not look at the keys of a table."""

from collections.abc import Iterator

import pytest

from tests import sam
from tests.forbidden import FORBIDDEN, Forbidden
from tests.template.verdicts import Context, allows


@pytest.mark.parametrize("name", sam.functions())
def test_the_policies_of_a_role_refuse_what_it_must_not_do(name: str) -> None:
    allowed = {str(each) for each in FORBIDDEN if allows(name, each.action, each.resource, context(each))}
    assert allowed == {str(each) for each in FORBIDDEN if name in each.but_for}


@pytest.mark.parametrize("function", sorted({name for each in FORBIDDEN for name in each.but_for}))
def test_an_exception_is_for_a_function_that_there_is(function: str) -> None:
    assert function in sam.functions()


def context(call: Forbidden) -> Context:
    return dict(_context(call))


def _context(call: Forbidden) -> Iterator[tuple[str, tuple[str, ...]]]:
    if call.keys:
        yield "dynamodb:LeadingKeys", call.keys
    if call.prefix is not None:
        yield "s3:prefix", (call.prefix,)
