"""A file with a mistake is refused, in words for its author. ``bad/`` has one for each mistake."""

import shutil
from pathlib import Path

import pytest

from b2m_core.knowledge.library import CONTENT, KnowledgeError, load_library

BAD = sorted((Path(__file__).parent / "bad").glob("*.yml"))

# A bad file needs little beside it: sources, groups and levels to name, words to say, and the one
# question that these words ask.
AROUND = (
    "version.yml",
    "references.yml",
    "groups.yml",
    "levels.yml",
    "dates.yml",
    "layouts.yml",
    "numbers.yml",
    "units.yml",
    "phrases/replies.yml",
)


VERSION = """releases:
- {version: 2026.1.1, on: 2026-01-01, says: The beginning., content_hash: "", items: {}}
"""


QUESTIONS = "- {asks: index, text: Which one?}\n"


def folder_with(path: Path, file: str, text: str) -> Path:
    """A small folder of knowledge with one file more, or one of its files replaced."""
    for name in AROUND:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CONTENT / name, path / name)
    (path / "questions.yml").write_text(QUESTIONS)
    (path / file).parent.mkdir(parents=True, exist_ok=True)
    (path / file).write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_with_file_key_and_what_was_expected(
    bad: Path, tmp_path: Path
) -> None:
    """The first lines of a bad file name the file it stands for and what its author is told."""
    text = bad.read_text(encoding="utf-8")
    head = dict(line.removeprefix("# ").split(": ", 1) for line in text.splitlines()[:2])
    with pytest.raises(KnowledgeError) as error:
        load_library(folder_with(tmp_path, head["file"], text))
    assert str(error.value) == head["says"]


def test_the_folder_around_the_bad_files_is_right(tmp_path: Path) -> None:
    """So a bad file is refused for its own mistake."""
    assert load_library(folder_with(tmp_path, "version.yml", VERSION)).rules == {}


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    """A file with two unknown keys names both."""
    text = "implies: []\nfirst: 1\nsecond: 2\nreview: {status: under_review}\n"
    with pytest.raises(KnowledgeError) as error:
        load_library(folder_with(tmp_path, "implies.yml", text))
    assert str(error.value) == (
        "implies.yml: first: this key is not known here\n  second: this key is not known here"
    )


@pytest.mark.parametrize(
    "missing", ["version.yml", "dates.yml", "layouts.yml", "numbers.yml", "phrases/replies.yml"]
)
def test_a_file_that_nothing_works_without_is_asked_for(missing: str, tmp_path: Path) -> None:
    """Other files may be missing; these are named."""
    folder = folder_with(tmp_path, "version.yml", VERSION)
    (folder / missing).unlink()
    with pytest.raises(KnowledgeError, match=rf"^{missing}: is missing; "):
        load_library(folder)


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ("without_case: nothing_known", "without_case: no_such", "there is no reply no_such"),
        ("asks: index", "asks: egfr", "questions.yml does not ask for egfr"),
    ],
)
def test_a_reply_names_what_is_there(written: str, instead: str, says: str, tmp_path: Path) -> None:
    text = (CONTENT / "phrases/replies.yml").read_text(encoding="utf-8").replace(written, instead)
    with pytest.raises(KnowledgeError, match=says):
        load_library(folder_with(tmp_path, "phrases/replies.yml", text))
