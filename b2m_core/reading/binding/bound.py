"""What is known of each number: whose it is, and what stands around it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from b2m_core.contract.codes import Comparator, QuantityCode
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.dates.calendar import Day
from b2m_core.reading.items import Page
from b2m_core.reading.meanings import Mention
from b2m_core.reading.values import within

COMPARATORS: Final[dict[str, Comparator]] = {
    "less": "<",
    "at_most": "<=",
    "greater": ">",
    "at_least": ">=",
    "about": "~",
}
COMPARATORS_AFTER: Final[dict[str, Comparator]] = {"at_most_after": "<=", "at_least_after": ">="}
"""Those that stand behind their number: ``6.1 or more``."""
MOST_FILLERS: Final = 10
"""How many items are looked at between a name and its number; it keeps long texts linear."""


@dataclass(slots=True)
class Bound:
    """What is known of one number or range: whose it is and what stands around it.

    ``name`` is the item of the name, ``after`` the words that follow the number and name it.
    ``first`` and ``last`` are the items it was read from. ``units`` holds the written unit,
    ``dates`` the items of dates between name and number, ``day`` the day it was measured.
    ``follows`` is the number before it that has the same name, ``order`` whether the text says that
    it is the earlier or the later of the two. ``placed``: its place in a table or a message says
    whose it is. ``own_specimen``: its specimen is written beside it and is that of no other.
    ``code``: its place says what it is, without any name. ``limits_name``: it is the reference
    range of what its name says, and of no value.
    """

    number: int
    first: int
    last: int
    name: int | None = None
    after: Mention | None = None
    comparator: Comparator = "="
    units: Mention | None = None
    specimens: set[str] = field(default_factory=set)
    dates: list[int] = field(default_factory=list)
    day: Day | None = None
    end: int = 0
    reference_of: "Bound | None" = None
    follows: "Bound | None" = None
    order: Literal["earlier", "later"] | None = None
    why: Why | None = None
    was_from: bool = False
    replaces: bool = False
    placed: bool = False
    own_specimen: bool = False
    code: QuantityCode | None = None
    limits_name: bool = False
    same_sample: "Bound | None" = None


@dataclass(slots=True)
class Bindings:
    """The numbers of one page.

    ``bound`` has every number and range by its item, in the order of the text; ``owners`` the
    numbers of each name, by the name's item. ``taken_back`` has the names that the text takes back,
    ``takes_back_earlier`` the cues that take back what was said before this text,
    ``own_specimens`` the specimen words that are said of one number alone, ``words`` the item of
    the word of a coded observation whose name stands in the head of a table.
    """

    page: Page
    library: Library
    today: date
    bound: dict[int, Bound] = field(default_factory=dict)
    owners: dict[int, list[Bound]] = field(default_factory=dict)
    taken_back: set[int] = field(default_factory=set)
    takes_back_earlier: list[int] = field(default_factory=list)
    own_specimens: set[int] = field(default_factory=set)
    words: dict[int, int] = field(default_factory=dict)

    def alone(self, bound: Bound) -> QuantityCode | None:
        """The quantity that a number's unit names by itself: ``65 kg``, ``72 years``."""
        if bound.units is None:
            return None
        units = bound.units.units
        numbers = self.page.items[bound.number].numbers
        for code, quantity in self.library.quantities.items():
            for unit in units & set(quantity.units_alone):
                if any(within(quantity.units_alone[unit], number) for number in numbers):
                    return code
        return None

    def is_nobodys(self, bound: Bound) -> bool:
        """Whether a number belongs to nothing that was named."""
        return bound.name is None and bound.after is None and bound.code is None

    def is_value(self, bound: Bound) -> bool:
        """Whether a number is, as far as is known, a value of a quantity named."""
        return (
            bound.name is not None
            and self.page.items[bound.name].is_name("quantity")
            and bound.why is None
            and bound.reference_of is None
            and not self.page.items[bound.number].broken
        )

    def is_beside_sex(self, bound: Bound) -> bool:
        """Whether a letter for the sex stands right behind a number: ``72F``."""
        mark = self.page.item(bound.number + 1)
        return (
            mark is not None
            and (mark.text.isupper() or len(mark.text) > 1)
            and self.page.lookup(bound.number + 1, "beside_age") is not None
        )

    def is_other_unit(self, bound: Bound) -> bool:
        """Whether a number has a unit that no measured quantity has: ``3 months``, ``80 kg``."""
        if bound.units is None:
            return False
        units = bound.units.units
        return not any(
            units & set(quantity.units)
            for quantity in self.library.quantities.values()
            if quantity.specimen is not None
        )

    def number_ending_at(self, j: int) -> Bound | None:
        """The number whose last item is ``j``, with its reference range where it has one."""
        for k in range(j, max(-1, j - MOST_FILLERS), -1):
            found = self.bound.get(k)
            if found is not None:
                return found if found.last >= j or found.reference_of else None
        return None
