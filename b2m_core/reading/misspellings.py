"""Which misspelled word is meant as the name of an analyte?

Only names of one word and the long words of others are mended, by one slip (two in very long
words), where the word is none that the knowledge files know. A slip is a letter too many, too few,
wrong, or swapped with its neighbour; the first letter must be right.
"""

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Final, Protocol

from b2m_core.knowledge.library import Library
from b2m_core.reading.tokens import Token, tokens

_SHORTEST: Final = 7
_LONG: Final = 10
_VERY_LONG: Final = 12


class _Distance(Protocol):
    def __call__(self, one: str, other: str, /, *, score_cutoff: int) -> int: ...


@cache
def _distance() -> _Distance:
    # Imported at the first long word that is not known: most short messages have none.
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - loads only where it is needed

    distance: _Distance = OSA.distance
    return distance


class Misspellings:
    """Mends the names of analytes; ``known`` are the words that are spelled as they are meant."""

    def __init__(self, library: Library, known: Collection[str]) -> None:
        """Collect the words of the names of ``library``'s laboratory quantities."""
        self._known = known
        self._names: dict[str, set[str]] = defaultdict(set)
        for quantity in library.quantities.values():
            for spelling in quantity.spellings if quantity.specimen else ():
                words = [token.text for token in tokens(spelling.lower())]
                longest = max(words, key=len)
                if longest.isalpha() and len(longest) >= (_SHORTEST if len(words) == 1 else _LONG):
                    self._names[longest[0]].add(longest)

    def mended(self, found: list[Token]) -> tuple[list[Token], tuple[int, ...]]:
        """The tokens with mended words at their own places, and which of them were mended."""
        nearest = {
            i: name
            for i, token in enumerate(found)
            if token.kind == "word" and (name := self._nearest(token.text.lower())) is not None
        }
        if not nearest:
            return found, ()
        mended = [
            token._replace(text=nearest[i]) if i in nearest else token
            for i, token in enumerate(found)
        ]
        return mended, tuple(nearest)

    def _nearest(self, word: str) -> str | None:
        if len(word) < _SHORTEST or word in self._known or word.removesuffix("s") in self._known:
            return None
        slips = 2 if len(word) >= _VERY_LONG else 1
        best, at = slips + 1, None
        for name in self._names.get(word[0], ()):
            if abs(len(name) - len(word)) < best:
                distance = _distance()(word, name, score_cutoff=best - 1)
                if distance < best:
                    best, at = distance, name
        return at
