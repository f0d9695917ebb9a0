"""`.local/env`: what a client of the local stack needs, one KEY=VALUE a line."""

from collections.abc import Mapping
from pathlib import Path

from local.credentials import for_stack
from local.local_stack import LocalStack


def read(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)


def write(path: Path, values: Mapping[str, str]) -> None:
    new = path.with_suffix(".new")
    new.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    new.chmod(0o600)  # It holds an API key.
    new.replace(path)


def values(stack: LocalStack, api_key: str, provider: str) -> dict[str, str]:
    outputs = stack.outputs
    return {
        "OPENAI_BASE_URL": stack.base_url,
        "OPENAI_API_KEY": api_key,
        **for_stack(stack.endpoint),
        "FILEGATE_STACK": stack.name,
        "FILEGATE_TABLE": outputs["TableName"],
        "FILEGATE_BUCKET": outputs["BucketName"],
        "FILEGATE_DROP_BUCKET": outputs["DropBucketName"],
        "FILEGATE_TEST_PROVIDER": provider,
    }
