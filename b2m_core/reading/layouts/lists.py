"""Which values belong to names that stand together before them? ``Hb/plt 9.8/140``.

As many values as names, joined in the same way, belong to them in their order. Commas and ``and``
also join what has nothing to do with it, so there a verb, a colon or ``respectively`` must say that
the values are those of the names. One quantity may be named with two specimens instead:
``β2M serum/urine 6.4/0.4``. What is not such a list is left to the rules for prose.
"""

from dataclasses import dataclass, field
from typing import Final, cast

from b2m_core.contract.codes import Comparator, QuantityCode
from b2m_core.reading.binding.bound import COMPARATORS, Bindings, Bound
from b2m_core.reading.items import SPECIMENS, Item
from b2m_core.reading.layouts.records import Cell
from b2m_core.reading.meanings import Mention
from b2m_core.reading.numbers import readings
from b2m_core.reading.values import value_of

_MOST: Final = 12
"""How many names a list may have; the limit keeps long texts linear."""
_LONGEST_UNIT: Final = 12
_MOST_LINKS: Final = 4
_SLASH: Final = frozenset("/")
_TOLD_OTHERWISE: Final = ("from", "change", "reference", "pending")


@dataclass(slots=True)
class _Names:
    """The names of a list, each with its unit and its specimen, and the item behind them."""

    names: list[int] = field(default_factory=list)
    units: list[Mention | None] = field(default_factory=list)
    specimens: list[str] = field(default_factory=list)
    joints: set[str] = field(default_factory=set)
    end: int = 0


@dataclass(slots=True)
class _Values:
    """The numbers of a list, each with its sign and its unit, and the item behind them."""

    numbers: list[int] = field(default_factory=list)
    comparators: list[Comparator] = field(default_factory=list)
    units: list[Mention | None] = field(default_factory=list)
    unit_items: list[Cell] = field(default_factory=list)
    joints: set[str] = field(default_factory=set)
    end: int = 0


class Lists:
    """Binds the values of the lists of names on a page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items

    def bind(self) -> None:
        """Bind the values of every list."""
        i = 0
        while i < len(self.items):
            item = self.items[i]
            if item.kind != "name" and (not item.cues or item.cues.isdisjoint(SPECIMENS)):
                i += 1
                continue
            names = self._names(i)
            if len(names.names) > 1:
                self._bind(names)
            i = max(i + 1, names.end)

    def _bind(self, names: _Names) -> None:
        told, behind = self._behind_links(names.end)
        values = self._values(behind)
        if len(values.numbers) != len(names.names):
            return
        told = told or self.page.has_cue(values.end, "respectively")
        one_name = len(set(names.names)) == 1
        by_slash = names.joints == values.joints == _SLASH
        days, end = self._days(values.end)
        if not (told or by_slash or one_name) or self._goes_on(values.end) or self._goes_on(end):
            return
        shared = values.units[-1] if not any(values.units[:-1]) else None
        for k, number in enumerate(values.numbers):
            bound = Bound(
                number,
                number if values.comparators[k] == "=" else number - 1,
                max([number, *values.unit_items[k]]),
                name=names.names[k],
                comparator=values.comparators[k],
                dates=days,
                units=values.units[k] or names.units[k],
                placed=True,
            )
            bound.end = self.items[bound.last].end
            if names.specimens[k]:
                bound.specimens, bound.own_specimen = {names.specimens[k]}, True
            if bound.units is None and shared is not None:
                self._share(bound, shared)
            for i in values.unit_items[k]:
                self.items[i].kind, self.items[i].numbers = "unit", ()
                self.items[i].cues = frozenset()
            self.bindings.bound[number] = bound
            self.bindings.owners.setdefault(names.names[k], []).append(bound)

    def _share(self, bound: Bound, shared: Mention) -> None:
        """Let the unit behind the last value be that of a value before it, where it is certain.

        It is in doubt where the value would be another one without it.
        """
        name = self.items[bound.name].mention if bound.name is not None else None
        numbers = self.items[bound.number].numbers
        for meaning in name.of("quantity") if name is not None else ():
            quantity = self.bindings.library.quantities[cast("QuantityCode", meaning.what)]
            if not shared.units & set(quantity.units):
                return
            with_unit = value_of(quantity, meaning.form, numbers, shared.units)
            without = value_of(quantity, meaning.form, numbers, None)
            bound.units = shared
            if isinstance(without, str):
                continue
            if isinstance(with_unit, str) or with_unit.number != without.number:
                bound.why = "ambiguous_number"

    # The names

    def _names(self, i: int) -> _Names:
        """The names that stand together from an item on."""
        found = _Names(end=i)
        specimen, j = self._specimens(i)
        if len(specimen) > 1 and self._is_name(j):
            return self._of_specimens(j, specimen, j + 1)
        while self._is_name(i) and len(found.names) < _MOST:
            found.names.append(i)
            unit, end = self._unit_in_brackets(i + 1)
            found.units.append(unit)
            found.specimens.append("")
            found.end = end
            joint, after = self._joint(end)
            if joint is None or not self._is_name(after):
                break
            found.joints.add(joint)
            i = after
        if len(found.names) == 1:
            specimen, j = self._specimens(found.end)
            if len(specimen) > 1:
                return self._of_specimens(i, specimen, j)
        return found

    def _of_specimens(self, name: int, specimens: list[str], end: int) -> _Names:
        unit, end = self._unit_in_brackets(end)
        many = len(specimens)
        return _Names([name] * many, [unit] * many, specimens, {"/"}, end)

    def _specimens(self, i: int) -> tuple[list[str], int]:
        """Two specimens that are joined, and the item behind them."""
        found: list[str] = []
        while i < len(self.items) and len(found) < len(SPECIMENS):
            said = self.items[i].cues & set(SPECIMENS)
            if len(said) != 1:
                break
            found += said
            joint, after = self._joint(i + 1)
            if joint is None:
                return found, i + 1
            if not self.page.has_cue(after, *SPECIMENS):
                return found, i + 1
            i = after
        return found, i

    def _is_name(self, i: int) -> bool:
        item = self.page.item(i)
        return item is not None and item.is_name("quantity", "other")

    def _unit_in_brackets(self, i: int) -> tuple[Mention | None, int]:
        """The unit of ``(mg/L)``, and the item behind it."""
        if not self.page.is_sign(i, "(["):
            return None, i
        unit = self.page.lookup(i + 1, "unit")
        end = self.page.after_mention(i + 1, unit) if unit is not None else i
        return (unit, end + 1) if unit and self.page.is_sign(end, ")]") else (None, i)

    # What joins

    def _joint(self, i: int) -> tuple[str | None, int]:
        """How an item joins two members, and the item behind it."""
        if self.page.is_sign(i, "/"):
            return "/", i + 1
        if self.page.is_sign(i, ",|&+"):
            behind = i + 1
            return ",", behind + 1 if self.page.has_cue(behind, "and") else behind
        return (",", i + 1) if self.page.has_cue(i, "and") else (None, i)

    def _behind_links(self, i: int) -> tuple[bool, int]:
        """Whether words say that values of the names follow, and the first item behind them."""
        told = False
        if self.page.is_sign(i, ",") and self.page.has_cue(i + 1, "respectively"):
            i += 1
        for _ in range(_MOST_LINKS):
            if self.page.has_cue(i, "respectively"):
                told = True
            elif not self.page.has_cue(i, "link") or self.page.has_cue(i, *_TOLD_OTHERWISE):
                break
            else:
                told = told or self.page.has_cue(i, "equals") or self.page.is_sign(i, ":=")
            i += 1
            if self.page.is_sign(i, ",") and told:
                i += 1
        return told, i

    # The values

    def _values(self, i: int) -> _Values:
        """The numbers that stand together from an item on."""
        found = _Values(end=i)
        while len(found.numbers) < _MOST:
            sign = next((s for cue, s in COMPARATORS.items() if self.page.has_cue(i, cue)), None)
            i += sign is not None
            item = self.page.item(i)
            if item is None or item.kind != "number" or not self._has_numbers(item, i):
                break
            unit, unit_items = self._unit(i + 1)
            found.numbers.append(i)
            found.comparators.append(sign or "=")
            found.units.append(unit)
            found.unit_items.append(unit_items)
            found.end = max([i, *unit_items]) + 1
            while self.page.has_cue(found.end, "flag"):
                found.end += 1
            joint, after = self._joint(found.end)
            follows = self.page.item(after)
            limit = self.page.has_cue(after, *COMPARATORS)
            if joint is None or follows is None or not (follows.kind == "number" or limit):
                break
            found.joints.add(joint)
            i = after
        return found

    def _has_numbers(self, item: Item, i: int) -> bool:
        """Whether an item is a number, or one only without the slashes beside it."""
        if item.broken and (self.page.is_sign(i - 1, "/") or self.page.is_sign(i + 1, "/")):
            item.numbers = readings(item.text, None)
            item.broken = not item.numbers
        return bool(item.numbers)

    def _unit(self, i: int) -> tuple[Mention | None, Cell]:
        """The unit that begins at an item, and its items."""
        unit = self.page.lookup(i, "unit")
        if unit is None or unit.is_weak_unit:
            return None, []
        return unit, list(range(i, min(self.page.after_mention(i, unit), i + _LONGEST_UNIT)))

    def _days(self, i: int) -> tuple[Cell, int]:
        """The day behind a list, and the item behind it and what joins more to it."""
        day = i
        while self.page.has_cue(day, "within") or self.page.is_sign(day, "("):
            day += 1
        item = self.page.item(day)
        if item is None or item.kind != "date":
            return [], i
        joint, after = self._joint(day + 1)
        return [day], after if joint is not None else day + 1

    def _goes_on(self, i: int) -> bool:
        """Whether something behind a list may be said of its last value."""
        item = self.page.item(i)
        return item is not None and (
            item.kind in ("number", "range") or item.is_name("quantity", "other")
        )
