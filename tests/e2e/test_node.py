"""The OpenAI SDK for Node: each test of node/*.test.js is one here."""

import re
import subprocess

import pytest

from local.places import ROOT
from tests.e2e.conftest import Deployment, ManyFiles

pytestmark = pytest.mark.stack

FOLDER = ROOT / "tests" / "e2e" / "node"
TESTS = [
    (source.name, name)
    for source in sorted(FOLDER.glob("*.test.js"))
    for name in re.findall(r'^test\("(.+?)"', source.read_text(), re.MULTILINE)
]


@pytest.fixture(scope="module")
def key(deployment: Deployment) -> str:
    return deployment.new_key()


@pytest.mark.parametrize(("source", "name"), TESTS)
def test_with_the_sdk_for_node(deployment: Deployment, many_files: ManyFiles, key: str, source: str, name: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own program.
        ["node", "--test", "--test-reporter=tap", f"--test-name-pattern=^{re.escape(name)}$", source],  # noqa: S607
        cwd=FOLDER,
        env=deployment.environment(
            OPENAI_BASE_URL=deployment.base_url, OPENAI_API_KEY=key, MANY_FILES_KEY=many_files.key
        ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    counts = re.findall(r"^# (?:pass|fail) \d+", done.stdout, re.MULTILINE)
    assert counts == ["# pass 1", "# fail 0"], done.stdout + done.stderr
