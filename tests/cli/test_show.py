"""The text with what was seen in it underlined."""

import pytest

from b2m_cli.show import underlined
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader
from tests.reading.conftest import TODAY


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_library())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("β2M 6.1, LDH pending", ["β2M 6.1, LDH pending", "^^^^^^^  ~~~"]),
        ("hello", ["hello"]),
        ("", []),
        ("Cr\t1.4\r\nhi\nalb 3.1", ["Cr\t1.4", "^^^^^^", "hi", "alb 3.1", "^^^^^^^"]),
        ("\tCr 1.4", ["\tCr 1.4", "\t^^^^^^"]),
        ("what if Cr 1.4", ["what if Cr 1.4", "        ~~~~~~"]),
        ("Cr 2.4, sorry, 1.4", ["Cr 2.4, sorry, 1.4", "~~~~~~         ^^^"]),
    ],
)
def test_marks_stand_below_the_words_they_are_about(
    text: str, lines: list[str], reader: Reader
) -> None:
    """``^`` below what was read, ``~`` below what was seen and not used."""
    assert list(underlined(text, reader.read(text, TODAY))) == lines
