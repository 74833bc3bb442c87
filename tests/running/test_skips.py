"""In CI a test that was skipped fails the run, whatever the reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPS_A_TEST = "import pytest\n\n\ndef test_browser():\n    pytest.skip('no Chromium')\n"
SKIPS_A_MODULE = "import pytest\n\npytest.importorskip('no_such_module')\n"
RUNS = "def test_browser():\n    pass\n"


@pytest.mark.parametrize(
    ("test", "ci", "code"),
    [
        (RUNS, "true", 0),
        (SKIPS_A_TEST, "true", 1),
        (SKIPS_A_TEST, "", 0),
        (SKIPS_A_MODULE, "true", 1),
    ],
)
def test_a_skip_is_a_failure_in_ci_alone(test: str, ci: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text())
    (tmp_path / "test_runs.py").write_text(RUNS)
    (tmp_path / "test_it.py").write_text(test)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "CI": ci},
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == code, run.stdout
