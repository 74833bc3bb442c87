"""Which numbers and which days of birth say an age, and which letters beside them the sex?"""

from datetime import date
from decimal import Decimal
from typing import cast

from b2m_core.contract.codes import CodedCode, QuantityCode
from b2m_core.knowledge.schema.observations import Quantity
from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.meanings import Meaning
from b2m_core.reading.observing.text import Text
from b2m_core.reading.values import within


class Persons:
    """Finds ages that no name stands beside, and the sex beside ages."""

    def __init__(self, text: Text) -> None:
        """Look at one text."""
        self.text = text
        self.page = text.page
        self.items = text.page.items
        self.library = text.library
        self.bindings = text.bindings
        self.results = text.results

    def is_of_a_thing(self, bound: Bound) -> bool:
        """Whether it is no person that is so old: ``a 5-year-old result``."""
        return self.page.has_cue(bound.last + 1, "no_person")

    def is_age(self, bound: Bound) -> bool:
        """Whether a number without a name is an age: ``72F``, ``she is 75``."""
        return self._is_age_beside_sex(bound) or self._is_age_of_a_person(bound)

    def age_code(self) -> QuantityCode:
        """The quantity that counts completed years."""
        return next(code for code, q in self.library.quantities.items() if q.completed)

    def _age(self) -> Quantity:
        return self.library.quantities[self.age_code()]

    def _is_age_beside_sex(self, bound: Bound) -> bool:
        """Whether a number without a name is an age by the letter beside it: ``72F``, ``F/72``."""
        item = self.items[bound.number]
        if not item.numbers and not item.text.isdigit():
            return False
        if not item.text.isdigit() or not 1 < len(item.text) < 4:  # noqa: PLR2004 - digits of an age
            return False
        if bound.units is not None and any(not m.weak for m in bound.units.of("unit")):
            ends = self._ends_behind(bound)
            years = any(m.what in self._age().units_alone for m in bound.units.of("unit"))
            return ends and years and self._mark_beside(bound.number) is not None
        return self._mark_beside(bound.number) is not None

    def _is_age_of_a_person(self, bound: Bound) -> bool:
        """Whether it reads ``she is 75``."""
        limits = self._age().of_a_person
        numbers = self.items[bound.number].numbers
        return (
            limits is not None
            and self.page.has_cue(bound.number - 1, "person_is")
            and bound.units is None
            and self._ends_behind(bound)
            and any(within(limits, number) for number in numbers)
        )

    def _ends_behind(self, bound: Bound) -> bool:
        """Whether nothing behind a number may say what else it counts."""
        behind = self.page.item(bound.last + 1)
        return (
            behind is None
            or behind.kind in ("break", "name", "number", "date")
            or (behind.kind == "sign" and behind.text in ",;()|")
            or not behind.cues.isdisjoint(("and", "but"))
        )

    def _mark_beside(self, i: int) -> tuple[Meaning, int] | None:
        """The letter for the sex beside a number or the words after it, and its item."""
        bound = self.bindings.bound[i]
        behind = i + 1
        if bound.units is not None and self.bindings.alone(bound) is not None:
            behind = bound.last + 1
        if bound.after is not None:
            behind = self.page.after_mention(bound.last, bound.after)
            marks = self.page.found.at(bound.after.first, "beside_age")
            if any(mark.last == bound.after.last for mark in marks):
                return marks[0].of("beside_age")[0], behind - 1
        for j, step in ((behind, 1), (i - 1, -1)):
            k = j
            if self.page.is_sign(k, "/-,"):
                k += step
            item = self.page.item(k)
            mention_or_none = self.page.lookup(k, "beside_age")
            if item is None or mention_or_none is None:
                continue
            glued = k == behind and self.page.touches_before(item.first)
            letter = len(item.text) == 1 and item.text.isalpha()
            if letter and not item.text.isupper() and not (glued and item.text != "m"):
                continue
            if (
                step == -1
                and bound.after is None
                and k == i - 1
                and (self.bindings.bound.get(i - 2) is not None)
            ):
                continue
            return mention_or_none.of("beside_age")[0], k
        return None

    def born(self, i: int, first: int) -> None:
        """Write down the age of who was born on the date at item ``i``.

        ``first`` is the first item of the words that call it so. Where the date may mean days that
        make different ages, none is read.
        """
        birth = self.items[i]
        start, end = self.items[first].start, birth.end
        days = birth.days or ()
        ages = {_completed_years(day.on, self.text.today) for day in days}
        sure = not any(day.assumed or day.century_assumed for day in days)
        why = self.text.not_of_patient(self.text.scopes[i])
        if why is None and (len(ages) != 1 or not sure):
            why = "day_unclear"
        if why is not None:
            self.results.leave(why, self.age_code(), (start, end))
            return
        age = Decimal(ages.pop())
        if within(self._age().plausible, age):
            self.results.spot(self.age_code(), age, (start, end), self.text.scopes[i])
        else:
            self.results.leave("implausible_value", self.age_code(), (start, end))

    def sex_beside(self, number: int) -> None:
        """Write down the sex beside an age."""
        mark = self._mark_beside(number)
        if mark is not None:
            meaning, i = mark
            item = self.items[i]
            self.results.spot(
                cast("CodedCode", meaning.what), meaning.says, item.place, self.text.scopes[i]
            )


def _completed_years(born: date, today: date) -> int:
    """Whole years; the birthday itself completes one (evidence file, 2.0.10)."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
