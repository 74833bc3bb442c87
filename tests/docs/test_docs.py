"""The examples in the documentation are what the program says today.

A ``console`` block holds commands that begin with ``$ ./b2m`` and, below each, what it prints. A
test plays them. ``python tests/docs/test_docs.py`` writes the outputs anew after a change that was
meant. The README's dialogue is played in ``tests/conversations``, where the assistant runs.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ \./b2m (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
DAY = "2026-11-22"


def printed_by(arguments: str) -> str:
    """What a command prints, as a reader of the page would type it."""
    command = f"exec {sys.executable} -m b2m_cli.main {arguments} --today {DAY}"
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def examples() -> Iterator[tuple[str, str, str]]:
    for page in PAGES:
        for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
            for command in COMMAND.finditer(block.group(1)):
                yield page.name, command.group(1), command.group(2)


EXAMPLES = list(examples())


def test_the_readme_has_an_example() -> None:
    assert "README.md" in {page for page, _, _ in EXAMPLES}


@pytest.mark.parametrize(("page", "arguments", "output"), EXAMPLES)
def test_an_example_prints_what_the_page_says(page: str, arguments: str, output: str) -> None:
    assert printed_by(arguments) == output


def test_every_local_link_leads_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def _renew(page: Path) -> None:
    def command(found: re.Match[str]) -> str:
        return f"$ ./b2m {found.group(1)}\n{printed_by(found.group(1))}"

    def block(found: re.Match[str]) -> str:
        return f"```console\n{COMMAND.sub(command, found.group(1))}```"

    text = page.read_text(encoding="utf-8")
    page.write_text(BLOCK.sub(block, text), encoding="utf-8")


if __name__ == "__main__":
    for written in PAGES:
        _renew(written)
