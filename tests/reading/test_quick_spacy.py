"""The reader loads spaCy without its command line, and leaves spaCy whole."""

import subprocess
import sys

AFTER_THE_READER = """
import sys
import b2m_core.reading.reader
assert "spacy" in sys.modules and "spacy.cli" not in sys.modules
assert "typer" not in sys.modules
import spacy
assert [token.text for token in spacy.blank("en")("one two")] == ["one", "two"]
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert callable(spacy.cli.download)
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
    """A pipeline runs, its information is there, its command line can be imported."""
    assert _run(AFTER_THE_READER) == ""


def test_a_spacy_that_is_there_already_is_left_alone() -> None:
    """Whoever imported spaCy first keeps the command line."""
    assert _run(BEFORE_THE_READER) == ""
