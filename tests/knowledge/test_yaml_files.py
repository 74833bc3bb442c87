"""A knowledge file is read exactly as its author wrote it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from b2m_core.knowledge.yaml_files import KnowledgeError, read_yaml


def said(text: str, tmp_path: Path) -> object:
    """What a file with this text says."""
    file = tmp_path / "a.yml"
    file.write_text(text, encoding="utf-8")
    return read_yaml(file, "a.yml")


@pytest.mark.parametrize("written", ["3.5", "0.1", "-0.241", "0.9938", "1.10", "2e-3", "0.0118"])
def test_a_number_is_the_decimal_that_was_written(written: str, tmp_path: Path) -> None:
    """No binary fraction stands in for it, and no digit is dropped."""
    assert repr(said(f"x: {written}", tmp_path)) == repr({"x": Decimal(written)})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("1:30", "1:30"),
        ("0777", "0777"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".5", ".5"),
        ("44", 44),
        ("-3", -3),
        ("null", None),
        ("~", None),
        ("", None),
        ("2026-11-22", date(2026, 11, 22)),
        ('"3.5"', "3.5"),
        ("I", "I"),
    ],
)
def test_a_word_stays_the_word_it_is(written: str, meant: object, tmp_path: Path) -> None:
    """Only true, false, null, plain decimal numbers and days are more than words."""
    result = said(f"on: {written}", tmp_path)
    assert result == {"on": meant}
    assert isinstance(result, dict)
    assert type(result["on"]) is type(meant)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: 1\nb: {c: 1, c: 2}\n", "a.yml, line 2: the key c stands here a second time"),
        ("a: 1\n2: b\n", "a.yml, line 2: the key 2 must be a word; put it in quotes"),
        ("null: 1\n", "a.yml, line 1: the key null must be a word; put it in quotes"),
        ("a: [\n", "a.yml, line 2: no valid YAML: did not find expected node content"),
        ("a: 2026-02-30\n", "a.yml, line 1: 2026-02-30 is no day: day is out of range for month"),
        (
            "a: !!python/object:os.system x\n",
            "a.yml, line 1: no valid YAML: could not determine a constructor for the tag "
            "'tag:yaml.org,2002:python/object:os.system'",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, complaint: str, tmp_path: Path) -> None:
    """The author is told the file and the line; nothing is guessed."""
    with pytest.raises(KnowledgeError) as error:
        said(text, tmp_path)
    assert str(error.value) == complaint


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A file in another encoding would change µ and ≥ in silence."""
    file = tmp_path / "a.yml"
    file.write_bytes("unit: µg".encode("latin-1"))
    with pytest.raises(KnowledgeError, match=r"^a\.yml: expected UTF-8 text"):
        read_yaml(file, "a.yml")
