"""Which words has a text, where what is named by several words is one?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from b2m_core.contract.codes import ObservationCode
from b2m_core.reading.lexicon import Found
from b2m_core.reading.tokens import Token


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a sign and where it stands.

    ``codes`` are what it may be the name of, ``cues`` those that begin with it.
    """

    text: str
    is_number: bool
    start: int
    end: int
    codes: tuple[ObservationCode, ...] = ()
    cues: frozenset[str] = frozenset()


def words(tokens: list[Token], found: Found) -> Iterator[Word]:
    """The words of a text in their order; a name is one word, however many it is written with."""
    place = 0
    while place < len(tokens):
        token, mention = tokens[place], found.placed.get(place)
        observed = mention.meanings.observed if mention else ()
        codes = tuple(cast("ObservationCode", code) for code in observed)
        last = mention.last - 1 if mention and codes else place
        yield Word(
            " ".join(one.text for one in tokens[place : last + 1]),
            token.kind == "number" and not codes,
            token.start,
            tokens[last].end,
            codes,
            mention.meanings.cues if mention else frozenset(),
        )
        place = last + 1
