"""`make mutants`: the suite bites. Each fault of mutations.py is put into a copy of the tree, and a check has to fail.

The first check that fails is the one that counts; it must not fail without the fault. Ends non-zero where a fault
survives all its checks, or its text is not there.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.reliability.mutations import FAULTS, Fault

ROOT = Path(__file__).parents[2]
FAILED = 1
"""What pytest ends with where tests ran and some failed; all else is no verdict."""


def main() -> int:
    with copied() as tree:
        survivors = [fault.name for fault in FAULTS if not any(catches(check, fault, tree) for check in fault.checks)]
    if survivors:
        sys.stdout.write(f"Survived: {', '.join(survivors)}\n")
    return bool(survivors)


@contextmanager
def copied() -> Iterator[Path]:
    """What git tracks, as it is here and now, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)  # noqa: S607 - any git will do.
        for name in filter(None, listed.split("\0")):
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, Path(folder) / name)
        yield Path(folder)


def catches(check: str, fault: Fault, tree: Path) -> bool:
    """Says so, too. What fails without the fault catches nothing."""
    path = tree / fault.file
    original = path.read_text()
    path.write_text(faulty(original, fault))
    fails = ran(check, tree) == FAILED
    path.write_text(original)
    sound = not fails or ran(check, tree) == 0
    told = "caught by" if fails else "not by"
    sys.stdout.write(f"{fault.name}: {told if sound else 'no verdict, as without it fails too,'} {check}\n")
    sys.stdout.flush()
    return fails and sound


def faulty(text: str, fault: Fault) -> str:
    """Raises ValueError where the text to be replaced is not there exactly once."""
    if text.count(fault.before) != 1:
        raise ValueError(f"{fault.name}: its text is not once in {fault.file}")
    return text.replace(fault.before, fault.after)


def ran(check: str, tree: Path) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "long or not long"]
    return subprocess.run([*command, *check.split(" ")], cwd=tree, check=False, capture_output=True).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
