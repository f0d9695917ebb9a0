"""The list of providers, as the deployment's secret has it."""

from typing import Any

import pytest

from filegate.domain.upstreams import Provider, WrongProviders, providers_of

GOOD: dict[str, Any] = {"name": "first", "base_url": "https://api.test/v1", "key": "sk-secret"}


def one(**fields: Any) -> Provider:
    (provider,) = providers_of([GOOD | fields], plain_http=False)
    return provider


def test_a_provider_serves_everything_unless_it_says_less() -> None:
    assert one().serves("any-model", "/v1/embeddings")


def test_models_may_be_patterns() -> None:
    provider = one(models=["gpt-*", "o3"])
    assert [provider.serves(model, "/v1/embeddings") for model in ("gpt-9", "o3", "o3-mini", "")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_provider_may_serve_some_endpoints_only() -> None:
    provider = one(endpoints=["/v1/embeddings"])
    assert (provider.serves("m", "/v1/embeddings"), provider.serves("m", "/v1/responses")) == (True, False)


@pytest.mark.parametrize("base_url", ["https://api.test/v1", "https://api.test/v1/"])
def test_an_endpoint_is_below_the_base_url(base_url: str) -> None:
    assert one(base_url=base_url).url("/v1/chat/completions") == "https://api.test/v1/chat/completions"


@pytest.mark.parametrize(
    "change",
    [
        {"base_url": "http://api.test/v1"},
        {"base_url": "ftp://api.test/v1"},
        {"base_url": "https://user:pass@api.test/v1"},  # pragma: allowlist secret
        {"base_url": "https://api.test/v1?x=1"},
        {"base_url": "nonsense"},
        {"key": ""},
        {"key": "a\r\nb"},
        {"name": "with space"},
        {"models": []},
        {"models": "m"},
        {"endpoints": ["/v1/nothing"]},
        {"concurrency": 0},
        {"concurrency": 1000},
        {"timeout": True},
        {"colour": "red"},
    ],
)
def test_a_wrong_provider_is_refused_without_telling_its_key(change: dict[str, Any]) -> None:
    with pytest.raises(WrongProviders) as refusal:
        one(**change)
    assert "sk-secret" not in str(refusal.value)


@pytest.mark.parametrize("described", [{}, "nonsense", [1], [GOOD, GOOD]])
def test_a_list_that_is_none_is_refused(described: object) -> None:
    with pytest.raises(WrongProviders):
        providers_of(described, plain_http=False)


@pytest.mark.parametrize(
    ("host", "taken"),
    [("127.0.0.1", True), ("localhost", True), ("[::1]", True), ("10.0.0.1", False), ("a.test", False)],
)
def test_http_is_for_this_machine_only_and_only_where_it_is_let_through(host: str, *, taken: bool) -> None:
    described = [GOOD | {"base_url": f"http://{host}:8080/v1"}]
    with pytest.raises(WrongProviders):
        providers_of(described, plain_http=False)
    if taken:
        assert providers_of(described, plain_http=True)
    else:
        with pytest.raises(WrongProviders):
            providers_of(described, plain_http=True)


def test_a_provider_is_shown_without_its_key() -> None:
    assert "sk-secret" not in repr(one())
