"""How are the cells of one result bound: its analyte, value, unit, range, day and specimen?

Tables and messages of laboratories say by the place of a cell what it holds. A cell that holds
anything else is not bound, and its numbers are left with a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from b2m_core.contract.codes import Comparator
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.binding.bound import COMPARATORS, Bindings, Bound
from b2m_core.reading.items import SPECIMENS
from b2m_core.reading.meanings import Mention

Cell = list[int]
"""The items of one cell, in the order of the text."""

_LONGEST_CELL: Final = 40
"""What is longer is prose; the limit keeps long texts linear."""
_BRACKETS: Final = "()[]{}"
_UPPER: Final = ("less", "at_most")


@dataclass(slots=True)
class Record:
    """One result. ``units`` are cells in which its unit may stand, nearest first.

    ``comparator`` is a cell of its own, wherever it stands; the value is not used where that says
    anything else, nor with a ``why``. ``ends`` are the upper end and the lower end of the reference
    range where each has a cell of its own. ``own_specimen``: its specimen is that of no other
    value of its analyte.
    """

    analyte: Cell
    value: Cell
    comparator: Cell = field(default_factory=list)
    units: list[Cell] = field(default_factory=list)
    reference: Cell = field(default_factory=list)
    ends: tuple[Cell, Cell] = field(default_factory=lambda: ([], []))
    dates: Cell = field(default_factory=list)
    specimen: Cell = field(default_factory=list)
    own_specimen: bool = False
    why: Why | None = None


class Records:
    """Binds the records of a page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items

    def bind(self, record: Record) -> None:
        """Bind the one number of a record's value, and its reference range."""
        bound = self._value(record)
        if bound is None:
            return
        units, unknown = self._unit(record, bound)
        bound.units = units
        if units is None and unknown:
            bound.why = bound.why or "unknown_unit"
        bound.dates = [i for i in record.dates if self.items[i].kind == "date"]
        for i in (*record.analyte, *record.specimen):
            bound.specimens |= self.items[i].cues & set(SPECIMENS)
        bound.own_specimen = record.own_specimen
        upper, lower = record.ends
        self._reference(record.reference, bound)
        self._reference(upper, bound)
        self.leave(lower, "reference_range")

    def leave(self, cell: Iterable[int], why: Why, name: int | None = None) -> None:
        """Leave every number of a cell that was not bound."""
        for i in cell:
            if self.items[i].kind in ("number", "range") and i not in self.bindings.bound:
                self._new(i, name).why = why

    def name_in(self, cell: Cell) -> int | None:
        """The one name of a cell; null where it holds none, or words that may say more."""
        if len(cell) > _LONGEST_CELL:
            return None
        names = [i for i in cell if self.items[i].is_name("quantity", "other")]
        if len(names) != 1:
            return None
        unit = self._unit_in([i for i in cell if i > names[0]])
        for i in cell:
            item = self.items[i]
            if i == names[0] or (unit is not None and i in unit[1]):
                continue
            if item.kind == "sign" and item.text not in "/":
                continue
            if item.cues.isdisjoint((*SPECIMENS, "link", "flag")):
                return None
        return names[0]

    def is_comparator(self, cell: Cell) -> bool:
        """Whether a cell holds a comparator and nothing else."""
        return len(cell) == 1 and not self.items[cell[0]].cues.isdisjoint(COMPARATORS)

    def unit_of(self, cell: Cell) -> Mention | None:
        """The unit that a cell holds, and nothing else; null where it holds none."""
        found = self._unit_in(cell)
        opened = found is not None and all(
            self.items[i].kind == "sign" for i in cell if i < found[1][0]
        )
        return found[0] if found is not None and opened else None

    def _new(self, i: int, name: int | None) -> Bound:
        bound = Bound(i, i, i, name=name, end=self.items[i].end, placed=True)
        self.bindings.bound[i] = bound
        if name is not None:
            self.bindings.owners.setdefault(name, []).append(bound)
        return bound

    def _value(self, record: Record) -> Bound | None:
        """The number of a value cell; more than one, or other words beside it, are left."""
        cell = record.value
        numbers = [i for i in cell if self.items[i].kind in ("number", "range")]
        name = self.name_in(record.analyte)
        if not numbers:
            return None
        unit = self._unit_in([i for i in cell if i > numbers[0]])
        plain = len(numbers) == 1 or (unit is not None and set(numbers[1:]) <= set(unit[1]))
        for i in cell:
            item = self.items[i]
            known = i in numbers or (unit is not None and i in unit[1])
            known = known or not item.cues.isdisjoint((*COMPARATORS, "flag"))
            plain = plain and (known or (item.kind == "sign" and item.text in _BRACKETS + "*^="))
        if not plain or name is None:
            seen = [i for i in record.analyte if self.items[i].is_name("quantity", "other")]
            why: Why = "unclear_which" if seen or not plain else "no_analyte"
            self.leave(cell, why, seen[0] if seen else None)
            return None
        bound = self._new(numbers[0], name)
        bound.why = record.why
        bound.comparator = self._comparator(record.comparator, bound)
        if unit is not None:
            bound.last = unit[1][-1]
            bound.end = self.items[bound.last].end
        for i in cell:
            if i < numbers[0]:
                for cue, sign in COMPARATORS.items():
                    if cue in self.items[i].cues:
                        bound.comparator, bound.first = sign, i
        return bound

    def _comparator(self, cell: Cell, bound: Bound) -> Comparator:
        """How the value is meant, as a cell of its own says; equal where there is none."""
        if self.is_comparator(cell):
            bound.first = min(bound.first, cell[0])
            cues = self.items[cell[0]].cues
            return next(sign for cue, sign in COMPARATORS.items() if cue in cues)
        if cell:
            bound.why = bound.why or "unclear_statement"
        return "="

    def _unit(self, record: Record, bound: Bound) -> tuple[Mention | None, bool]:
        """The unit of a value, and whether something is written that is no unit known."""
        behind = [i for i in record.value if i > bound.number]
        for cell in (behind, *record.units):
            found = self._unit_in(cell)
            if found is not None:
                for i in found[1]:  # the digits of m² are no number of their own
                    self.items[i].kind, self.items[i].numbers = "word", ()
                return found[0], False
        return None, any(
            self.items[i].kind in ("word", "name", "number")
            for cell in record.units[:1]
            for i in cell
        )

    def _unit_in(self, cell: Cell) -> tuple[Mention, Cell] | None:
        """The unit that a cell holds, behind brackets or marks, and its items."""
        for k, i in enumerate(cell[:_LONGEST_CELL]):
            mention = self.page.lookup(i, "unit")
            if mention is None:
                continue
            end = self.page.after_mention(i, mention)
            rest = cell[k + (end - i) : _LONGEST_CELL]
            whole = all(
                self.items[j].kind == "sign" or not self.items[j].cues.isdisjoint(("flag",))
                for j in rest
            ) and not any(self.items[j].text == "/" for j in rest)
            if whole:
                return mention, list(range(i, end))
        return None

    def _reference(self, cell: Cell, owner: Bound) -> None:
        """Bind the range or the upper limit that a cell holds to its value."""
        ends = [i for i in cell if self.items[i].kind in ("number", "range")]
        if len(ends) == 1:
            item = self.items[ends[0]]
            limit = item.kind == "range" or any(
                not self.items[i].cues.isdisjoint((*_UPPER, "greater", "at_least")) for i in cell
            )
            if limit or len(cell) == 1:
                bound = self._new(ends[0], None)
                bound.why, bound.reference_of = "reference_range", owner
                return
        self.leave(cell, "reference_range")
