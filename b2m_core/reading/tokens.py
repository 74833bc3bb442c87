"""Which tokens does a text consist of? Runs of letters, numbers, dates and single signs.

Spaces are no tokens, so that ``b2m``, ``b 2 m`` and ``B2 M`` are the same three.
"""

import re
from typing import Final, NamedTuple

from b2m_core.reading.quick_spacy import Doc, Vocab

_TOKEN: Final = re.compile(
    r"""
    (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    |(?P<date>[0-9]{4}(?P<apart>[./-])[0-9]{1,2}(?P=apart)[0-9]{1,2}(?![0-9])
        |[0-9]{1,2}(?P<between>[./-])[0-9]{1,2}(?P=between)(?:[0-9]{4}|[0-9]{2})(?![0-9.,]*[0-9])
        |(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}(?![0-9./])
        |(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?![0-9.,/-]*[0-9]))
    |(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9]))
    |(?P<number>[0-9]+(?:[.,][0-9]+|'[0-9]{3}(?![0-9]))*|(?<=[\s<>=~:(])\.[0-9]+)
    |(?P<leader>\.{4,}|_{2,})
    |(?P<newline>[\r\n])
    |(?P<sign>\S|\t)
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A token and where it stands. ``kind`` is date, time, number, word, newline or sign."""

    text: str
    kind: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text in one spelling. Dots or dashes that lead to a column are a tab."""
    return [
        Token("\t", "sign", found.start(), found.end())
        if found.lastgroup == "leader"
        else Token(found.group(), found.lastgroup or "", found.start(), found.end())
        for found in _TOKEN.finditer(text)
    ]


def token_texts(text: str) -> list[str]:
    """The texts of ``tokens``, without their places."""
    return [
        "\t" if found.lastgroup == "leader" else found.group() for found in _TOKEN.finditer(text)
    ]


def touches_before(found: list[Token], at: int) -> bool:
    """Whether no space stands between a token and the one before it."""
    return 0 < at < len(found) and found[at - 1].end == found[at].start


def document(vocab: Vocab, found: list[Token]) -> Doc:
    """The tokens as spaCy's matchers want them."""
    return Doc(vocab, words=[token.text for token in found])
