"""Of which sentences is a message, and which words has each beside its values?

What a user wants stands in the words that are no values: "β2M 6.1, can I start dara?" asks what
"can I start dara?" asks. And it may stand in one sentence of several: "Good morning. 72 M, new
myeloma. What is the ISS?"
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from b2m_core.reading.words import Word

NUMBER: Final = "0"
"""Stands for any number: which one it is says nothing of what is wanted."""

_END: Final = re.compile(r"(?<=[.?!:;])\s+|[\r\n]+")


@dataclass(frozen=True)
class Read:
    """Where the reader read something, and whether that is a value: a quantity with its number."""

    start: int
    end: int
    is_value: bool


@dataclass(frozen=True)
class Sentence:
    """What is left of a sentence beside its values.

    In ``words`` a thing that is named is its code; ``letters`` is as it was written. ``named`` are
    the codes of what is named. ``states``: something was read in it; ``has_value``: a value was.
    """

    words: str
    letters: str
    named: tuple[str, ...]
    states: bool
    has_value: bool


def sentences(text: str, words: Sequence[Word], read: Sequence[Read]) -> list[Sentence]:
    """The text as one sentence, and, where several say more than values, each of them after it."""
    whole = _sentence(text, words, read, (0, len(text)))
    parts = [_sentence(text, words, read, part) for part in _parts(text)]
    telling = [part for part in parts if part.words]
    return [whole, *telling] if len(telling) > 1 or len(parts) > len(telling) > 0 else [whole]


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _sentence(
    text: str, words: Sequence[Word], read: Sequence[Read], part: tuple[int, int]
) -> Sentence:
    start, end = part
    here = [one for one in read if start <= one.start < end]
    values = [one for one in here if one.is_value]
    left = [
        word
        for word in words
        if start <= word.start < end
        and not any(value.start <= word.start < value.end for value in values)
    ]
    return Sentence(
        words=" ".join(_worded(word) for word in left if _tells(word)),
        letters=" ".join(text[word.start : word.end].lower() for word in left if _tells(word)),
        named=tuple(dict.fromkeys(code for word in left for code in word.codes)),
        states=bool(here),
        has_value=bool(values),
    )


def _worded(word: Word) -> str:
    if word.codes:
        return word.codes[0]
    return NUMBER if word.is_number else word.text.lower()


def _tells(word: Word) -> bool:
    """Whether it is more than a sign."""
    return any(sign.isalnum() for sign in word.text)
