"""What the tests of nets share."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """State how many of ONNX's node cases were run."""
    counts = {
        outcome: sum(
            "test_case_gives_what_onnx_expects" in report.nodeid for report in terminalreporter.stats.get(outcome, [])
        )
        for outcome in ("passed", "failed")
    }
    if any(counts.values()):
        terminalreporter.write_line(f"ONNX node cases: {counts['passed']} passed, {counts['failed']} failed")
