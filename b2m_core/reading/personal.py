"""Which words of a text are personal data? No answer repeats them.

Start with ``PersonalData.find``. How personal data looks is knowledge (``personal.yml``).
"""

import re
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from b2m_core.knowledge.library import Library
from b2m_core.reading.models import Alone, Personal, Reading, Spotted, Unplaced, Withdrawn

PART: Final = "personal"
"""The group of a pattern that is personal, where not the whole is."""

HIDDEN: Final = "█"
"""Stands for each character of personal data that is withheld."""


Placed = TypeVar("Placed", Unplaced, Withdrawn, Alone)


class PersonalData:
    """Finds personal data with the patterns of one library. Build it once."""

    def __init__(self, library: Library, is_known: Callable[[str], bool]) -> None:
        """Compile the patterns; ``is_known`` says whether words name something that is read."""
        self._is_known = is_known
        self._holds_values = {item.code: item.holds_values for item in library.personal.values()}
        self._kinds = [
            (item, [re.compile(pattern) for pattern in item.patterns])
            for item in library.personal.values()
        ]

    def find(self, text: str) -> tuple[Personal, ...]:
        """Each piece of personal data, in the order of the text."""
        found = {}
        for item, patterns in self._kinds:
            for pattern in patterns:
                for match in pattern.finditer(text):
                    start, end = match.span(PART if PART in pattern.groupindex else 0)
                    if not (item.holds_values and self._is_known(text[start:end])):
                        found[start, end] = Personal(kind=item.code, start=start, end=end)
        return tuple(found[place] for place in sorted(found))

    def no_results(self, found: Iterable[Personal]) -> Iterable[Personal]:
        """Those from which nothing is to be read: the digits of a phone number are no result."""
        return (piece for piece in found if not self._holds_values[piece.kind])


def hidden(text: str, pieces: Iterable[Personal]) -> str:
    """The text with a sign for each character of these pieces; every other keeps its place."""
    shown = list(text)
    for piece in pieces:
        shown[piece.start : piece.end] = HIDDEN * (piece.end - piece.start)
    return "".join(shown)


def withheld(reading: Reading, text: str, found: tuple[Personal, ...]) -> Reading:
    """The reading of a text, with the personal data found in it hidden in its words."""
    shown = hidden(text, found)

    def place(one: Placed) -> Placed:
        return one.model_copy(update={"as_written": shown[one.start : one.end]})

    def spotted(one: Spotted) -> Spotted:
        words = {"as_written": shown[one.start : one.end]}
        return one.model_copy(update={"observation": one.observation.model_copy(update=words)})

    return reading.model_copy(
        update={
            "spotted": tuple(spotted(one) for one in reading.spotted),
            "supposed": tuple(spotted(one) for one in reading.supposed),
            "withdrawn": tuple(place(one) for one in reading.withdrawn),
            "unplaced": tuple(place(one) for one in reading.unplaced),
            "alone": reading.alone and place(reading.alone),
            "personal": found,
        }
    )
