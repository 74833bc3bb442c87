"""The reader loads of spaCy what it uses, and the rest can be had all the same."""

import subprocess
import sys

AFTER_THE_READER = """
import sys
import b2m_core.reading.reader
unused = {"spacy.language", "spacy.pipeline", "spacy.schemas", "spacy.cli", "typer"}
assert unused.isdisjoint(sys.modules)
import spacy
assert [token.text for token in spacy.blank("en")("one two")] == ["one", "two"]
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert callable(spacy.cli.download)
from spacy.matcher import Matcher, PhraseMatcher
document = spacy.blank("en")("one two")
matcher = Matcher(document.vocab, validate=True)
matcher.add("one", [[{"LOWER": "one"}]])
assert [match[1:] for match in matcher(document)] == [(0, 1)]
PhraseMatcher(document.vocab, attr="lower")
assert spacy.tokens.Doc(document.vocab).from_json(document.to_json()).text == "one two"
"""
BEFORE_THE_READER = """
import spacy, spacy.cli
command_line = spacy.cli
import b2m_core.reading.reader
assert spacy.cli is command_line and callable(spacy.cli.download)
"""


def _run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return done.stderr if done.returncode else ""


def test_spacy_is_whole_after_the_reader_was_loaded() -> None:
    """A pipeline runs, patterns are checked, the command line can be imported."""
    assert _run(AFTER_THE_READER) == ""


def test_a_spacy_that_is_there_already_is_left_alone() -> None:
    """Whoever imported spaCy first keeps the command line."""
    assert _run(BEFORE_THE_READER) == ""
