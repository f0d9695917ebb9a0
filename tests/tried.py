"""The table at the end of a run: how much was tried."""

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tests tell with record_property what they ran, also from the processes of xdist."""
    tried: Counter[str] = Counter()
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        if report.when == "call":
            tried.update({name: int(str(count)) for name, count in report.user_properties})
    for name, count in sorted(tried.items()):
        terminalreporter.write_line(f"{name}: {count}")
