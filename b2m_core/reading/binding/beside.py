"""What stands right beside a number and belongs to it: its unit, a comparator, words behind it?"""

from typing import Final

from b2m_core.reading.binding.bound import COMPARATORS, COMPARATORS_AFTER, Bindings, Bound
from b2m_core.reading.meanings import Mention

_OPEN: Final = "([{"
_CLOSE: Final = ")]}"
_MARKS: Final = "\"'`_"
"""Signs that may enclose a number."""


class Beside:
    """Looks at what stands beside the numbers of a page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items

    def look(self, i: int) -> Bound:
        """What stands beside the number or range at item ``i``."""
        bound = Bound(i, i, i)
        behind = self._place_of_unit(i)
        unit = self._unit_at(behind)
        if self.items[i].unit is not None:
            bound.units = self.items[i].unit
        elif unit is None and self.page.is_sign(behind, _OPEN):
            inner = self._unit_at(behind + 1)
            if inner is not None and self.page.is_sign(
                self.page.after_mention(behind + 1, inner), _CLOSE
            ):
                bound.units = inner
                bound.last = self.page.after_mention(behind + 1, inner)
        elif unit is not None and (unit.is_weak_unit or not self._is_name(behind, unit)):
            bound.units = unit
            bound.last = self.page.after_mention(behind, unit) - 1
        elif unit is None and self.page.lookup(behind, "torn_unit") is not None:
            bound.why = "unknown_unit"
            bound.last = behind
        elif self._is_unknown_quotient(behind):
            bound.why = "unknown_unit"
            bound.last = behind + 2
        if bound.units is not None and self._is_divided(bound.last + 1):
            bound.why = "unknown_unit"
        self._take_words_after(bound)
        if bound.after is not None or (bound.units is not None and not bound.units.is_weak_unit):
            self.take_as_unit(i + 1, bound.last)
        bound.end = self.items[bound.last].end
        for cue, sign in COMPARATORS_AFTER.items():
            if self.page.has_cue(bound.last + 1, cue):
                bound.last += 1
                bound.end = self.items[bound.last].end
                bound.comparator = sign
                break
        return bound

    def _place_of_unit(self, i: int) -> int:
        """The item behind a number where its unit stands if it has one."""
        behind = self._behind_marks(i + 1)
        if self.page.is_sign(behind, "|\t,") and self._is_strong_unit(behind + 1):
            glued = self.page.touches_after(self.items[behind].first)
            return behind + (glued or not self.page.is_sign(behind, ","))
        joined = self._is_hyphen_to_unit(behind) or self._is_above_unit(i, behind)
        return behind + joined

    def _behind_marks(self, i: int) -> int:
        """The first item behind a laboratory's marks or the sign that encloses a number."""
        while self.page.has_cue(i, "flag") and self._unit_at(i) is None:
            i += 1
        encloses = self.page.is_sign(i, _MARKS) and self._is_strong_unit(i + 1)
        return i + 1 if encloses else i

    def _is_strong_unit(self, i: int) -> bool:
        unit = self._unit_at(i)
        return unit is not None and not unit.is_weak_unit

    def _unit_at(self, i: int) -> Mention | None:
        return self.page.lookup(i, "unit")

    def _is_hyphen_to_unit(self, i: int) -> bool:
        """Whether a hyphen joins a number and a unit: ``4-fold``, ``3-month``."""
        return (
            self.page.is_sign(i, "-")
            and i + 1 < len(self.items)
            and self.page.touches_before(self.items[i].first)
            and self.page.touches_after(self.items[i].first)
            and self._unit_at(i + 1) is not None
        )

    def _is_above_unit(self, i: int, behind: int) -> bool:
        """Whether number and unit have a line each: ``3.15``, and below it ``mg/L``."""
        lines = [self.page.item(i - 1), self.page.item(behind)]
        unit = self._unit_at(behind + 1)
        if unit is None or unit.is_weak_unit or behind != i + 1:
            return False
        lines.append(self.page.item(self.page.after_mention(behind + 1, unit)))
        return all(line is None or line.text == "\n" for line in lines)

    def take_as_unit(self, first: int, last: int) -> None:
        """Let items be nothing but a unit: the L of U/L is no mark, 1.73 no number."""
        for item in self.items[first : last + 1]:
            item.kind = "unit"
            item.cues = frozenset()
            item.numbers = ()

    def _is_divided(self, i: int) -> bool:
        """Whether a unit goes on with something that is not known: ``mg/L/day``."""
        behind = self.page.item(i + 1)
        return (
            self.page.is_sign(i, "/")
            and behind is not None
            and (behind.kind != "name" or self._unit_at(i + 1) is not None)
            and self.page.touches_before(self.items[i].first)
            and self.page.touches_after(self.items[i].first)
        )

    def _is_unknown_quotient(self, i: int) -> bool:
        """Whether ``foo/L`` stands there: some unit, but none that is known."""
        return (
            i + 2 < len(self.items)
            and self.items[i].kind == "word"
            and self.page.is_sign(i + 1, "/")
            and self.page.touches_before(self.items[i + 1].first)
            and self.page.touches_before(self.items[i + 2].first)
        )

    def _is_name(self, i: int, unit: Mention) -> bool:
        """Whether what a unit could begin is a name instead, at least as long as the unit."""
        item = self.page.item(i)
        return item is not None and item.kind == "name" and item.last >= unit.last

    def _take_words_after(self, bound: Bound) -> None:
        """Bind a number to the words that follow it and name it: ``72 yo``."""
        j = bound.number + 1
        if self.page.is_sign(j, "-"):
            j += 1
        mention = self.page.lookup(j, "after_number")
        if mention is not None and self.items[bound.number].kind == "number":
            bound.after = mention
            bound.units = None
            bound.why = None
            bound.last = self.page.after_mention(j, mention) - 1
            self.comparator_before(bound)

    def drop_weak_unit(self, bound: Bound) -> None:
        """A word such as ``in`` is a unit only for a quantity that accepts that unit."""
        if bound.units is None or not bound.units.is_weak_unit:
            return
        if bound.name is None and self.bindings.alone(bound) is not None:
            return
        mention = self.items[bound.name].mention if bound.name is not None else None
        units = bound.units.units
        for meaning in mention.of("quantity") if mention is not None else ():
            if units & set(self.bindings.library.quantities[meaning.what].units):  # type: ignore[index]  # means a quantity code
                self.take_as_unit(bound.number + 1, bound.last)
                return
        bound.units = None
        bound.last = bound.number
        bound.end = self.items[bound.number].end

    def comparator_before(self, bound: Bound) -> None:
        """Take in the comparator right before what a number was read from."""
        before = bound.first - 1
        for cue, sign in COMPARATORS.items():
            if self.page.has_cue(before, cue):
                bound.comparator = sign
                bound.first = before
