"""The secret of a stack that has its providers with their keys.

It needs secretsmanager:GetSecretValue and PutSecretValue on the secret, and cloudformation:DescribeStacks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import botocore.session

from filegate_cli.admin.deployment import described_stack
from filegate_cli.failures import CommandFailed

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

SECRET_OUTPUT, PLAIN_HTTP_PARAMETER = "ProvidersSecret", "PlainHttpProviders"
MAX_BYTES = 65_536
"""What a secret can hold (Secrets Manager quotas)."""


@dataclass(frozen=True)
class ProvidersSecret:
    """`plain_http` is whether the stack lets its functions reach providers on their own machine without TLS."""

    client: SecretsManagerClient
    secret: str
    plain_http: bool

    def read(self) -> object:
        """Raises CommandFailed where it is no JSON."""
        value = self.client.get_secret_value(SecretId=self.secret)["SecretString"]
        try:
            return json.loads(value)
        except ValueError:
            raise CommandFailed("The secret is no JSON. Put in a list: filegate providers set FILE") from None

    def write(self, value: str) -> None:
        """Raises CommandFailed where it is more than a secret can hold."""
        if len(value.encode()) > MAX_BYTES:
            raise CommandFailed(f"The list has {len(value.encode())} bytes; a secret holds {MAX_BYTES}.")
        self.client.put_secret_value(SecretId=self.secret, SecretString=value)


def providers_secret(stack: str) -> ProvidersSecret:
    """Raises CommandFailed where there is no such stack, or it has no batches."""
    found = described_stack(stack)
    secret = found.outputs.get(SECRET_OUTPUT)
    if not secret:
        raise CommandFailed(f"No providers to set: the stack '{stack}' has no output {SECRET_OUTPUT}.")
    client = cast("SecretsManagerClient", botocore.session.get_session().create_client("secretsmanager"))
    return ProvidersSecret(client, secret, found.parameters.get(PLAIN_HTTP_PARAMETER) == "true")
