"""What can a spelling mean, and where does it stand?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Kind = Literal[
    "quantity",
    "coded",
    "coded_alone",
    "presence",
    "other",
    "cue",
    "unit",
    "torn_unit",
    "after_number",
    "coded_word",
    "beside_age",
    "before_condition",
    "calendar",
    "column",
    "quantity_alone",
    "short_name",
    "number_word",
    "decimal_point",
    "larger_part",
    "smaller_part",
]
OBSERVED: Final[tuple[Kind, ...]] = (
    "quantity",
    "quantity_alone",
    "coded",
    "coded_alone",
    "presence",
)
NAMES: Final[tuple[Kind, ...]] = (*OBSERVED, "other")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a spelling can mean.

    ``what`` is a code, a unit, a cue or a list of date words; ``says`` the word of a coded
    observation, ``absent`` for a condition spelled as absent, the unit of words after a number, or
    what a date word says. ``form`` is the number of a quantity's other form. ``weak`` marks a unit
    that counts only where it is accepted, a condition that counts only where it stands apart, a
    word that may only say when something was so, and a name of something else that counts only
    without spaces. A ``torn_unit`` lacks its sign: ``mgdl``. ``after`` are the codes and the
    specimen that make a short name one. A ``larger_part`` says how many of the smaller make one.
    """

    kind: Kind
    what: str
    says: str = ""
    form: int | None = None
    weak: bool = False
    after: tuple[str, ...] = ()


class Meanings:
    """Everything that one spelling can mean, sorted once for all its mentions.

    ``by_kind`` has the meanings of each kind, ``cues`` and ``units`` the words of these two kinds,
    ``observed`` the codes that it may name.
    """

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        """Sort these meanings."""
        by_kind: dict[Kind, list[Meaning]] = defaultdict(list)
        for meaning in meanings:
            by_kind[meaning.kind].append(meaning)
        self.by_kind: Final[dict[Kind, tuple[Meaning, ...]]] = {
            kind: tuple(of_kind) for kind, of_kind in by_kind.items()
        }
        self.kinds: Final = frozenset[str](by_kind)
        self.cues: Final = frozenset(meaning.what for meaning in by_kind.get("cue", ()))
        self.units: Final = frozenset(meaning.what for meaning in by_kind.get("unit", ()))
        self.is_weak_unit: Final = all(meaning.weak for meaning in by_kind.get("unit", ()))
        self.is_name: Final = not self.kinds.isdisjoint(NAMES)
        self.observed: Final = tuple(
            dict.fromkeys(meaning.what for kind in OBSERVED for meaning in by_kind.get(kind, ()))
        )


class Mention(NamedTuple):
    """A spelling found at the tokens from ``first`` up to, not including, ``last``."""

    first: int
    last: int
    meanings: Meanings

    @property
    def units(self) -> frozenset[str]:
        """The units that it may be."""
        return self.meanings.units

    @property
    def is_weak_unit(self) -> bool:
        """Whether it is a unit only where one of its units is accepted: ``in``, ``m``."""
        return self.meanings.is_weak_unit

    def of(self, kind: Kind) -> tuple[Meaning, ...]:
        """Its meanings of one kind."""
        return self.meanings.by_kind.get(kind, ())

    def is_any(self, kinds: Iterable[str]) -> bool:
        """Whether it may be something of one of these kinds."""
        return not self.meanings.kinds.isdisjoint(kinds)
