"""docs/adding-a-rule.md, played to the letter on a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "adding-a-rule.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```yaml (\S+)\n(.*?)^```$", PAGE, re.M | re.S))
LISTED = "docs/contract/codes.yml"
CASES = "tests/reasoning/cases/made_up_index.yml"
COPIED = ("b2m_core", "b2m_cli", "scripts", "docs", "tests", "conftest.py", "pyproject.toml")


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the page, in the copy: what stands there goes before what is installed."""
    environment = os.environ | {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=project,
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the project with the steps 1, 2 and 4 done."""
    copy = tmp_path_factory.mktemp("project")
    for name in COPIED:
        if (PROJECT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(PROJECT / name, copy / name, ignore=ignored)
        else:
            shutil.copy(PROJECT / name, copy / name)
    listed = copy / LISTED
    codes = listed.read_text(encoding="utf-8")
    if FILES[LISTED] not in codes:  # it is there for whoever follows the page right now
        (last,) = re.findall(r"^  plateau_response:.*\n", codes, re.M)
        listed.write_text(codes.replace(last, last + FILES[LISTED]), encoding="utf-8")
    done = run(copy, "scripts.codes")
    assert done.returncode == 0, done.stderr
    for name, text in FILES.items():
        if name != LISTED:
            (copy / name).write_text(text, encoding="utf-8")
    yield copy
    shutil.rmtree(copy)


def test_the_page_writes_a_code_a_rule_and_its_cases() -> None:
    assert list(FILES) == [LISTED, "b2m_core/knowledge/content/rules/made_up_index.yml", CASES]


def test_the_list_of_codes_is_what_the_typed_module_holds() -> None:
    """Nothing changes where nothing was added."""
    from scripts.codes import TYPED, typed  # noqa: PLC0415 (needs the formatter)
    from tests.contract.test_codes import LIST  # noqa: PLC0415

    module = TYPED.read_text(encoding="utf-8")
    assert typed(LIST, module) == module


def test_the_rule_says_what_the_page_promises(project: Path) -> None:
    asked = re.findall(r'\./b2m assess "(.*?)"', PAGE)
    promised = re.findall(r"^```text\n(.*?)\n```$", PAGE, re.M | re.S)
    assert len(asked) == len(promised) == 2
    for text, said in zip(asked, promised, strict=True):
        done = run(project, "b2m_cli.main", "assess", text)
        assert f"- {said} [" in done.stdout, done.stderr


def test_a_mistake_is_one_line_that_names_file_and_key(project: Path) -> None:
    rule = project / "b2m_core/knowledge/content/rules/made_up_index.yml"
    right = rule.read_text(encoding="utf-8")
    rule.write_text(right.replace("ge: 70", "ge: seventy"), encoding="utf-8")
    done = run(project, "b2m_cli.main", "assess", "age 72")
    rule.write_text(right, encoding="utf-8")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "rules/made_up_index.yml: criteria.age_at_least_70.test.ge" in line


def test_the_cases_hold_the_rule_and_a_missing_one_is_noticed(project: Path) -> None:
    (arguments,) = re.findall(r"^\.venv/bin/python -m (pytest .*)$", PAGE, re.M)
    done = run(project, *arguments.split())
    assert done.returncode == 0, done.stdout
    cases = project / CASES
    right = cases.read_text(encoding="utf-8")
    kept = [line for line in right.splitlines(keepends=True) if "3.01" not in line]
    cases.write_text("".join(kept), encoding="utf-8")
    done = run(project, "pytest", "tests/reasoning/test_mutations.py", "-k", "made_up_index")
    cases.write_text(right, encoding="utf-8")
    assert done.returncode == 1
    assert "b2m_above_3" in done.stdout


def test_the_rule_gets_its_version_and_its_page(project: Path) -> None:
    ((version, says),) = re.findall(r'^\./b2m review release (\S+) --says "(.*)"$', PAGE, re.M)
    version = version.replace("2026", "9999")  # that of the page may have been used
    done = run(project, "b2m_cli.main", "review", "release", version, "--says", says)
    assert done.stdout == f"knowledge {version}\n", done.stderr
    assert run(project, "scripts.pages").returncode == 0
    page = (project / "docs/knowledge/rules/made_up_index.md").read_text(encoding="utf-8")
    assert page.startswith("# Made-up index\n")
    assert "| β2M > 3 mg/L | > 3 mg/L |" in page
    index = (project / "docs/knowledge/README.md").read_text(encoding="utf-8")
    assert f"Version {version} of the knowledge." in index
