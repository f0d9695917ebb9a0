"""What the test provider says: something of the right shape, made from the request alone."""

from typing import Any

Json = dict[str, Any]

EMBEDDING_DIMENSIONS = 8
_ASKED_FOR = {"/chat/completions": ["messages"], "/embeddings": ["input"]}


def answer(endpoint: str, request: Json) -> tuple[int, Json]:
    """Status and body for an endpoint below the base URL."""
    kinds = {"/chat/completions": _chat, "/embeddings": _embeddings}
    if endpoint not in kinds:
        return 404, error(f"The test provider has no {endpoint}.")
    for name in ("model", *_ASKED_FOR[endpoint]):
        if not request.get(name):
            return 400, error(f"Missing required parameter: '{name}'.")
    return 200, kinds[endpoint](request)


def error(message: str, kind: str = "invalid_request_error") -> Json:
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}


def _chat(request: Json) -> Json:
    asked = str(request["messages"][-1].get("content", ""))
    said = f"You said: {asked}"
    return {
        "id": "chatcmpl-test",
        "object": "chat.completion",
        "created": 0,
        "model": request["model"],
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop", "logprobs": None}
        ],
        "usage": _usage(len(asked.split()), len(said.split())),
    }


def _embeddings(request: Json) -> Json:
    given = request["input"]
    texts = given if isinstance(given, list) else [given]
    vectors = [[float(len(str(text))), *([0.0] * (EMBEDDING_DIMENSIONS - 1))] for text in texts]
    data = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    return {"object": "list", "data": data, "model": request["model"], "usage": _usage(len(texts), 0)}


def _usage(asked: int, said: int) -> Json:
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
