"""Runs the real `sam build` and `sam deploy` against the local stack."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from local import media_types, sources
from local.credentials import REGION, environment
from local.places import ROOT, SAM, STACK_PYTHON, UV_BIN
from local.progress import StepFailed, last_lines

ARTIFACTS_BUCKET = "filegate-artifacts"
THIS_PYTHON = "import sys; print('%d.%d' % sys.version_info[:2])"


class Sam:
    """The SAM command line with its files in one directory and its endpoint in the environment."""

    def __init__(self, directory: Path, endpoint: str) -> None:
        self.directory = directory
        self.log = directory / "sam.log"
        self._python = subprocess.check_output([STACK_PYTHON, "-c", THIS_PYTHON], text=True).strip()
        self._environment = environment(
            endpoint,
            PATH=os.pathsep.join([str(UV_BIN), os.environ.get("PATH", os.defpath)]),
            SAM_CLI_TELEMETRY="0",
            # The functions run on this machine, under the Python that runs MiniStack.
            LAYER_PLATFORM="",
            LAYER_PYTHON=self._python,
        )

    @property
    def built_template(self) -> Path:
        return self.directory / "build" / "template.yaml"

    def build(self, template: Path) -> None:
        """Nothing is built again that is as it was: stacks in one directory differ in their parameters only."""
        marker, digest = self.built_template.with_name("digest"), sources.digest(template, {"python": self._python})
        if marker.exists() and marker.read_text() == digest:
            return
        marker.unlink(missing_ok=True)
        self._run(
            *("build", "--template-file", template, "--base-dir", template.parent, "--cached", "--parallel"),
            *("--build-dir", self.directory / "build", "--cache-dir", self.directory / "cache"),
        )
        media_types.spell_out(self.built_template)
        marker.write_text(digest)

    def deploy(self, stack: str, parameters: Mapping[str, str]) -> None:
        # Quoted, as sam wants empty values and those with spaces or commas.
        overrides = [f"{name}={json.dumps(value)}" for name, value in parameters.items()]
        self._run(
            *("deploy", "--template-file", self.built_template, "--stack-name", stack, "--region", REGION),
            *("--s3-bucket", ARTIFACTS_BUCKET, "--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset"),
            *("--no-fail-on-empty-changeset", "--no-progressbar"),
            *(["--parameter-overrides", *overrides] if overrides else []),
        )

    def _run(self, command: str, *arguments: str | Path) -> None:
        with self.log.open("a") as log:
            done = subprocess.run(
                # No settings of samconfig.toml: they are for AWS.
                [SAM, command, "--config-env", "local-stack", *arguments],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            raise StepFailed(f"sam {command} failed. Its log is {self.log}, and ends with:\n{last_lines(self.log)}")
