"""What holds for every test: where Rasa cannot be, and that nothing is left out in CI."""

import os
import sys

import pytest

# Rasa ends at Python 3.10. Above it the core is tested alone.
_NEED_RASA = [
    f"tests/{name}"
    for name in ("actions", "addons", "browser", "conversations", "nlu", "running", "slack")
]
collect_ignore = _NEED_RASA if sys.version_info >= (3, 11) else []


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in CI that skipped a test, whatever the reason."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("CI") == "true":
        reporter.write_line(f"{len(skipped)} skipped, and CI=true allows none", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
