"""`make mutants`: the suite bites. Each fault of mutations.py is put into a copy of the tree, and a check has to fail.

Ends non-zero where a fault survives all its checks, where a check fails without it, or its text is not there.
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
        sound = {check for fault in FAULTS for check in fault.checks if ran(check, tree) == 0}
        survivors = [fault.name for fault in FAULTS if not caught(fault, tree, sound)]
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


def caught(fault: Fault, tree: Path, sound: set[str]) -> bool:
    """Says of each check whether it catches the fault."""
    path = tree / fault.file
    original = path.read_text()
    path.write_text(faulty(original, fault))
    found = [(check, ran(check, tree) == FAILED) for check in fault.checks if check in sound]
    path.write_text(original)
    for check, fails in found:
        sys.stdout.write(f"{fault.name}: {'caught by' if fails else 'not by'} {check}\n")
    sys.stdout.flush()
    return any(fails for _, fails in found)


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
