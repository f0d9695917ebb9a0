"""The `filegate` command against the deployed stack, as its administrator runs it."""

import json
import subprocess
import sys
from typing import Any

from local.places import ROOT
from tests.e2e.conftest import Deployment


def filegate(deployment: Deployment, *arguments: str) -> Any:
    """What the command answers as JSON."""
    done = subprocess.run(  # noqa: S603 - our own program.
        [sys.executable, "-m", "filegate_cli", *arguments, "--json"],
        cwd=ROOT,
        env=deployment.environment(PYTHONPATH="cli:layers/filegate"),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
