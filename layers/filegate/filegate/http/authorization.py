"""API Gateway's authorizer events and verdicts (REQUEST authorizer of a REST API)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from filegate.domain.keys import ApiKey
    from filegate.http.request import Event


def presented_key(event: Event) -> str | None:
    """The Authorization header, however the client spelled its name."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return headers.get("authorization")


def allow(event: Event, key: ApiKey) -> dict[str, Any]:
    """Lets the key in and tells the functions whose it is."""
    context: dict[str, str | int] = {"project": key.project, "key_id": key.id}
    if key.requests_per_minute is not None:
        context["requests_per_minute"] = key.requests_per_minute
    return _verdict(event, "Allow", key.id) | {"context": context}


def deny(event: Event) -> dict[str, Any]:
    return _verdict(event, "Deny", "nobody")


def _verdict(event: Event, effect: str, principal: str) -> dict[str, Any]:
    """For the whole stage: the verdict is cached by key, and must hold for whatever route comes next."""
    stage = "/".join(event["methodArn"].split("/")[:2])
    statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": f"{stage}/*"}
    return {"principalId": principal, "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
