"""The layers as they are shipped, built for this machine's Python by their Makefiles, and what is measured beside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from local.places import ROOT, UV_BIN

THIS_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
REQUIREMENTS = ROOT / "layers/dependencies/requirements.txt"


def built(directory: Path) -> dict[str, Path]:
    """Layer to the folder that Lambda puts on the path: `filegate` and `dependencies`."""
    return {layer: _built(directory / layer, layer) for layer in ("filegate", "dependencies")}


def stock(directory: Path) -> Path:
    """The same packages as pip would install them: all of botocore, with byte code."""
    target = directory / "stock"
    wanted = ("--require-hashes", "--requirement", REQUIREMENTS, "--target", target, "--python-version", THIS_PYTHON)
    _run(UV_BIN / "uv", "pip", "install", "--quiet", "--compile-bytecode", *wanted)
    return target


def _built(artifacts: Path, layer: str) -> Path:
    target = f"build-{layer.capitalize()}Layer"
    settings = (
        f"ARTIFACTS_DIR={artifacts}",
        f"LAYER_PYTHON={THIS_PYTHON}",
        "LAYER_PLATFORM=",
        f"PYTHON={sys.executable}",
    )
    _run("make", "--silent", "--directory", ROOT / "layers" / layer, target, *settings)
    return artifacts / "python"


def _run(*command: str | Path) -> None:
    path = os.pathsep.join([str(UV_BIN), os.environ.get("PATH", os.defpath)])
    subprocess.run(command, env=os.environ | {"PATH": path}, check=True)  # noqa: S603 - our own commands.
