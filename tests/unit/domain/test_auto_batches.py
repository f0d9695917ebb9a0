"""Which dropped files become batches, and which batch each of them becomes."""

import pytest

from filegate.domain.auto_batches import AutoBatch, BatchTerms, batch_of_file
from filegate.domain.batch_requests import check_metadata
from tests.builders import NOW, a_file

TERMS = BatchTerms(window=60, output_lifetime=3600)


@pytest.mark.parametrize("rule", ["*", "acme", "acme/night", "acme/nightly.jsonl", "acme/"])
def test_a_rule_covers_a_file_by_its_project_or_by_the_beginning_of_its_name(rule: str) -> None:
    assert AutoBatch(("other", rule)).covers("acme", "nightly.jsonl")


@pytest.mark.parametrize("rule", ["globex", "acm", "acme/daily", "acme-2", "nightly", "*/nightly"])
def test_a_rule_covers_no_other(rule: str) -> None:
    assert not AutoBatch((rule,)).covers("acme", "nightly.jsonl")


def test_without_a_rule_nothing_is_covered() -> None:
    assert not AutoBatch().covers("acme", "nightly.jsonl")


def test_the_same_file_is_the_same_batch_whenever_it_is_asked() -> None:
    file = a_file()
    early, late = (batch_of_file(file, "/v1/embeddings", TERMS, now) for now in (NOW, NOW + 5))
    assert early.id == late.id != batch_of_file(a_file(), "/v1/embeddings", TERMS, NOW).id


def test_the_batch_has_the_terms_of_the_deployment_and_names_the_drop() -> None:
    batch = batch_of_file(a_file(name="a.jsonl"), "/v1/embeddings", TERMS, NOW)
    assert (batch.expires_at, batch.output_lifetime, batch.metadata) == (NOW + 60, 3600, {"drop": "a.jsonl"})


def test_the_longest_name_is_metadata_that_a_client_could_have_given() -> None:
    metadata = batch_of_file(a_file(name="n" * 255), "/v1/embeddings", TERMS, NOW).metadata
    assert metadata == check_metadata(dict(metadata or {}))
