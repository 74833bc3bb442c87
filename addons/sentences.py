"""Of which sentences is a message, and which words has each beside its values?

What a user wants stands in the words that are no values: "β2M 6.1, can I start dara?" asks what
"can I start dara?" asks. And it may stand in one sentence of several: "Good morning. 72 M, new
myeloma. What is the ISS?"
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from b2m_core.reading.words import Word

NUMBER: Final = "0"
"""Stands for any number: which one it is says nothing of what is wanted."""

_ASKING: Final = ("question", "question_verb")

_WHOLE: Final = 5
"""Of so many words a question behind a comma is one by itself, and does not lean on the rest."""

_END: Final = re.compile(r"(?<=[.?!:;])\s+|[\r\n]+")


@dataclass(frozen=True)
class Read:
    """Where the reader read something, and whether that is a value: a quantity with its number."""

    start: int
    end: int
    is_value: bool


@dataclass(frozen=True)
class Pair:
    """Two parts of a text that may ask for two things; ``asked``: the second plainly asks."""

    parts: tuple["Sentence", "Sentence"]
    asked: bool


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
    parts = [_sentence(text, words, read, part) for part in _clauses(text, words, read)]
    telling = [part for part in parts if part.words]
    return [whole, *telling] if len(telling) > 1 or len(parts) > len(telling) > 0 else [whole]


def pairs(text: str, words: Sequence[Word], read: Sequence[Read]) -> Iterator[Pair]:
    """Every way to take the text for two questions: two sentences, or one at an ``and``."""
    parts = list(_parts(text))
    for before, after in pairwise(parts):
        if _asks(text, words, before) and _asks(text, words, after):
            yield Pair(
                (_sentence(text, words, read, before), _sentence(text, words, read, after)),
                asked=True,
            )
    for start, end in parts:
        here = [word for word in words if start <= word.start < end]
        for joint, behind in pairwise(here[1:]):
            if "and" in joint.cues and "affirmed" not in joint.cues:  # "with" joins no questions
                halves = (start, joint.start), (joint.end, end)
                first, second = (_sentence(text, words, read, half) for half in halves)
                yield Pair((first, second), asked=not behind.cues.isdisjoint(_ASKING))


def _asks(text: str, words: Sequence[Word], part: tuple[int, int]) -> bool:
    """Whether a sentence ends or begins like a question; an ``and`` may stand before it."""
    start, end = part
    here = [word for word in words if start <= word.start < end]
    opening = next((word for word in here if "and" not in word.cues), None)
    opens = opening is not None and not opening.cues.isdisjoint(_ASKING)
    return opens or text[:end].endswith("?")


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _clauses(text: str, words: Sequence[Word], read: Sequence[Read]) -> Iterator[tuple[int, int]]:
    """The sentences of a text, and apart from each a whole question behind its values."""
    for start, end in _parts(text):
        here = [word for word in words if start <= word.start < end]
        at = start
        for i, (sign, behind) in enumerate(pairwise(here), 1):
            if (
                sign.text == ","
                and not behind.cues.isdisjoint(_ASKING)
                and any(one.is_value for one in read if at <= one.start < sign.start)
                and sum(map(_tells, here[i:])) >= _WHOLE
            ):
                yield at, sign.end
                at = sign.end
        yield at, end


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
