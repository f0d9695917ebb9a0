"""The providers of the local stack's batches: the test provider, or with make provider any other.

make provider URL=https://api.openai.com/v1 KEY=sk-... [MODELS="gpt-* o*"]
"""

import argparse
import json
import sys

from botocore.exceptions import BotoCoreError, ClientError

from local import aws
from local.local_stack import LocalStack
from local.places import STACK_STATE
from local.progress import say

TEST = "test-provider"
NONE: list[dict[str, object]] = []


def use_test_provider(stack: LocalStack, base_url: str) -> None:
    """Unless somebody has chosen others."""
    if [each["name"] for each in _current(stack)] in ([], [TEST]):
        put(stack, [{"name": TEST, "base_url": base_url, "key": "none"}])


def _current(stack: LocalStack) -> list[dict[str, object]]:
    secrets = aws.secretsmanager(stack.endpoint)
    found = json.loads(secrets.get_secret_value(SecretId=stack.outputs["ProvidersSecret"])["SecretString"])
    return found if isinstance(found, list) else NONE


def put(stack: LocalStack, providers: list[dict[str, object]]) -> None:
    secrets = aws.secretsmanager(stack.endpoint)
    secrets.put_secret_value(SecretId=stack.outputs["ProvidersSecret"], SecretString=json.dumps(providers))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True, help="base URL, as OpenAI's SDKs take it")
    parser.add_argument("--key", default="none", help="its API key")
    parser.add_argument("--models", default="*", help="names or patterns of models, separated by spaces")
    given = parser.parse_args()
    provider = {"name": "provider", "base_url": given.url, "key": given.key, "models": given.models.split()}
    try:
        put(LocalStack(STACK_STATE), [provider])
    except (BotoCoreError, ClientError, KeyError) as error:
        say(f"{error}\nIs it started? make up")
        return 1
    say(f"Batches go to {given.url}, within five minutes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
