"""The providers of the local stack's batches: the test provider, unless somebody has chosen others.

`filegate providers` chooses them, here as on AWS.
"""

import json
from collections.abc import Sequence

from local import aws
from local.local_stack import LocalStack

TEST = "test-provider"
Described = dict[str, object]


def use_test_provider(stack: LocalStack, base_url: str) -> None:
    """Unless others were chosen, which stay. Its address may be another one than at the last start."""
    if [each.get("name") for each in _current(stack)] in ([], [TEST]):
        put(stack, [{"name": TEST, "base_url": base_url, "key": "none"}])


def put(stack: LocalStack, providers: Sequence[Described]) -> None:
    secrets = aws.secretsmanager(stack.endpoint)
    secrets.put_secret_value(SecretId=stack.outputs["ProvidersSecret"], SecretString=json.dumps(providers))


def _current(stack: LocalStack) -> list[Described]:
    secrets = aws.secretsmanager(stack.endpoint)
    return list(json.loads(secrets.get_secret_value(SecretId=stack.outputs["ProvidersSecret"])["SecretString"]))
