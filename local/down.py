"""make down: stops MiniStack, which keeps its data for the next make up, and the test provider."""

import sys

from local.places import STACK_STATE
from local.progress import StepFailed, say
from local.stack_process import StackProcess
from local.upstream_process import UpstreamProcess


def main() -> int:
    try:
        UpstreamProcess(STACK_STATE).stop()
        stopped = StackProcess(STACK_STATE).stop()
    except StepFailed as failure:
        say(str(failure))
        return 1
    say("Stopped. The data stays in .local/stack." if stopped else "There was nothing to stop.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
