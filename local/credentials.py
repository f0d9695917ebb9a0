"""The environment of what talks to the local stack: its root key, its endpoint, nothing of the user's own AWS."""

import os

REGION = "us-east-1"
ROOT_KEY = "test"


def without_aws() -> dict[str, str]:
    """This process's environment without AWS settings: a profile of the user must never reach a real account."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}


def for_stack(endpoint: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }


def environment(endpoint: str, **more: str) -> dict[str, str]:
    isolated = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return without_aws() | for_stack(endpoint) | isolated | more
