"""The list of providers, from Secrets Manager, kept for some minutes by Powertools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from orjson import JSONDecodeError, loads

from filegate.domain.errors import StorageFailure, StorageUnavailable
from filegate.domain.upstreams import Provider, WrongProviders, providers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_secretsmanager import SecretsManagerClient

KEPT_SECONDS = 300
"""For so long a change of the list may go unseen."""


class ProviderList:
    """The providers as the secret has them now, or had them KEPT_SECONDS ago."""

    def __init__(self, client: SecretsManagerClient, secret: str, *, plain_http: bool) -> None:
        self._secrets = SecretsProvider(boto3_client=client)
        self._secret = secret
        self._plain_http = plain_http

    def now(self) -> Sequence[Provider]:
        """Raises StorageUnavailable, and WrongProviders where the list is none, of which the message tells no key."""
        try:
            value = self._secrets.get(self._secret, max_age=KEPT_SECONDS)
        except GetParameterError as error:
            raise StorageUnavailable(StorageFailure("secretsmanager", "GetSecretValue")) from error
        try:
            described = loads(str(value))
        except JSONDecodeError:
            # Not with the cause: its document is the secret.
            raise WrongProviders("not a JSON text") from None
        return providers_of(described, plain_http=self._plain_http)
