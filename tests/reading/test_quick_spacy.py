"""The reader loads of spaCy what it uses, and the rest can be had all the same."""

import subprocess
import sys

AFTER_THE_READER = """
import sys
import b2m_core.reading.reader
unused = {"spacy.language", "spacy.pipeline", "spacy.schemas", "spacy.cli", "typer"}
unused |= {"srsly._yaml_api", "packaging.requirements", "h5py"}
assert unused.isdisjoint(sys.modules)
import spacy
assert [token.text for token in spacy.blank("en")("one two")] == ["one", "two"]
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import srsly
assert srsly.yaml_loads(srsly.yaml_dumps({"one": [1, 2]})) == {"one": [1, 2]}
assert spacy.util.get_package_version("spacy") == spacy.__version__
assert spacy.util.is_compatible_version(spacy.__version__, ">=3.0")
assert spacy.util.split_requirement("spacy>=3.0") == ("spacy", ">=3.0")
pipeline = spacy.blank("en")
categories = pipeline.add_pipe("textcat")
for label in ("one", "two"):
    categories.add_label(label)
pipeline.initialize()
assert pipeline.from_bytes(pipeline.to_bytes())("one two").cats.keys() == {"one", "two"}
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
