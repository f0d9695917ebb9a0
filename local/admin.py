"""Makes the project and the key of the local stack, with the `filegate` command as an administrator would."""

import json
import subprocess
import sys
from typing import Any

from local.credentials import environment
from local.local_stack import LocalStack
from local.places import ROOT
from local.progress import StepFailed

PROJECT = "demo"


def make_project(stack: LocalStack, name: str = PROJECT) -> None:
    if name not in [project["name"] for project in _filegate(stack, "projects", "list")]:
        _filegate(stack, "projects", "create", name)


def make_key(stack: LocalStack, project: str = PROJECT, name: str = "local") -> str:
    return str(_filegate(stack, "keys", "create", project, "--name", name)["key"])


def _filegate(stack: LocalStack, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "filegate_cli", *arguments, "--json"],
        cwd=ROOT,
        env=environment(stack.endpoint, FILEGATE_TABLE=stack.outputs["TableName"], PYTHONPATH="cli:layers/filegate"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StepFailed(f"filegate {' '.join(arguments)} failed:\n{done.stderr or done.stdout}")
    return json.loads(done.stdout)
