"""The endpoints that batches are for."""

ENDPOINTS = frozenset(
    {
        "/v1/responses",
        "/v1/chat/completions",
        "/v1/embeddings",
        "/v1/completions",
        "/v1/moderations",
        "/v1/images/generations",
        "/v1/images/edits",
        "/v1/videos",
    }
)
"""What OpenAI takes in batches (OpenAPI document 2.3.0, `endpoint` of POST /batches)."""
