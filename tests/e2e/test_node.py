"""The OpenAI SDK for Node: each test of node/*.test.js is one here. They run in one go, as Node starts slowly."""

import re
import subprocess

import pytest

from local.places import ROOT
from tests.e2e.conftest import Deployment, ManyFiles

pytestmark = pytest.mark.stack

FOLDER = ROOT / "tests" / "e2e" / "node"
SOURCES = sorted(FOLDER.glob("*.test.js"))
NAMES = [name for source in SOURCES for name in re.findall(r'^test\("(.+?)"', source.read_text(), re.MULTILINE)]


@pytest.fixture(scope="module")
def report(deployment: Deployment, many_files: ManyFiles) -> str:
    """What Node says of them all, as TAP: `ok 1 - name`, or `not ok` and why."""
    done = subprocess.run(  # noqa: S603 - our own program.
        ["node", "--test", "--test-reporter=tap", *(source.name for source in SOURCES)],  # noqa: S607
        cwd=FOLDER,
        env=deployment.environment(
            OPENAI_BASE_URL=deployment.base_url,
            OPENAI_API_KEY=deployment.new_key(),
            MANY_FILES_KEY=many_files.key,
        ),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_with_the_sdk_for_node(report: str, name: str) -> None:
    assert re.findall(rf"^\s*(not ok|ok) \d+ - {re.escape(name)}$", report, re.MULTILINE) == ["ok"], report
