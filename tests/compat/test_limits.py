"""Limits that an administrator changes, as the SDK meets them."""

from collections.abc import Callable

import openai
import pytest
from openai import OpenAI

from filegate.bootstrap import services
from filegate.domain.keys import digest_of
from filegate.domain.projects import QuotaChange
from filegate.usecases.change_quota import change_quota
from filegate.usecases.limit_key import limit_key


def create(sdk: OpenAI) -> None:
    sdk.files.create(file=("a.jsonl", b"{}\n"), purpose="batch")


def test_a_keys_own_limit_is_the_one_that_it_meets(key: str, connect: Callable[[str], OpenAI]) -> None:
    found = services().keys.find(digest_of(key))
    assert found is not None
    limit_key(found.project, found.id, 1, keys=services().keys)
    assert connect(key).files.with_raw_response.list().headers["X-RateLimit-Limit"] == "1"
    with pytest.raises(openai.RateLimitError):
        connect(key).files.list()


def test_a_changed_quota_holds_from_the_next_file_on(sdk: OpenAI) -> None:
    create(sdk)
    change_quota("acme", QuotaChange(files=1), projects=services().projects)
    with pytest.raises(openai.PermissionDeniedError):
        create(sdk)
    change_quota("acme", QuotaChange(files=2), projects=services().projects)
    create(sdk)
    assert len(sdk.files.list().data) == 2
