"""What a function's role must not do, tried with that role's own credentials.

The local stack does not look at the keys of the table that a call reaches, so a call that only they forbid is left to
the policies themselves (tests/template/test_forbidden.py).
"""

from collections.abc import Callable

import pytest

from tests import sam
from tests.e2e.conftest import Deployment
from tests.e2e.roles import Roles
from tests.forbidden import FORBIDDEN, Forbidden
from tests.template.verdicts import allows

pytestmark = pytest.mark.stack

REFUSED = {"AccessDenied", "AccessDeniedException"}
WORST = [
    "dynamodb:DeleteTable",
    "dynamodb:Scan",
    "iam:PutRolePolicy",
    "s3:DeleteBucket",
    "s3:PutBucketPolicy",
    "sqs:PurgeQueue",
    "sts:AssumeRole",
]


@pytest.fixture(scope="module")
def roles(deployment: Deployment) -> Roles:
    return Roles(deployment)


@pytest.mark.parametrize("function", sam.functions())
def test_the_worst_is_refused_to_every_role(
    roles: Roles, function: str, record_property: Callable[[str, object], None]
) -> None:
    tried = [each for each in FORBIDDEN if each.action in WORST]
    record_property("access cases", len(tried))
    assert not_refused(roles, function, tried) == {}


@pytest.mark.long
@pytest.mark.parametrize("function", sam.functions())
def test_a_role_is_refused_what_it_must_not_do(
    roles: Roles, function: str, record_property: Callable[[str, object], None]
) -> None:
    tried = [each for each in FORBIDDEN if each.parameters is not None and not may_locally(function, each)]
    record_property("access cases", len(tried))
    assert not_refused(roles, function, tried) == {}


def not_refused(roles: Roles, function: str, tried: list[Forbidden]) -> dict[str, str]:
    roles.take_over(function)
    answers = {str(each): roles.answer(each) for each in tried}
    return {call: answer for call, answer in answers.items() if answer not in REFUSED}


def may_locally(function: str, call: Forbidden) -> bool:
    """Where nobody looks at keys of the table."""
    return allows(function, call.action, call.resource, {"s3:prefix": (call.prefix,)} if call.prefix else {})
