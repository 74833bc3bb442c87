"""Which number belongs to which name? Only what stands in a known order is bound.

``bind`` is the one to read first. Between a name and its number only fillers may stand (``of``,
``:``, a comparator, a unit, a specimen); any other word cuts the two apart. What could be bound in
two ways is bound in none.
"""

from datetime import date
from typing import Final

from b2m_core.knowledge.library import Library
from b2m_core.reading.binding.beside import Beside
from b2m_core.reading.binding.bound import Bindings, Bound
from b2m_core.reading.binding.corrections import Corrections
from b2m_core.reading.binding.days import Days
from b2m_core.reading.binding.doubts import Doubts
from b2m_core.reading.binding.joining import join_ranges
from b2m_core.reading.binding.limits import Limits
from b2m_core.reading.binding.path import Path, Paths
from b2m_core.reading.binding.series import Series
from b2m_core.reading.items import SPECIMENS, Page
from b2m_core.reading.layouts.bind import bind_layouts

_OPEN: Final = "([{"
_LONGEST_LIST: Final = 60


def bind(page: Page, library: Library, today: date) -> tuple[Bindings, Days]:
    """Every number and range of the page with the names they belong to, and their days."""
    join_ranges(page)
    bindings = Bindings(page, library, today)
    bind_layouts(bindings)
    return bindings, _Binder(bindings).bind()


class _Binder:
    """Binds the numbers of one page."""

    def __init__(self, bindings: Bindings) -> None:
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items
        self.beside = Beside(bindings)
        self.paths = Paths(bindings)

    def bind(self) -> Days:
        """Bind each number, then refuse; tell limits, corrections and other times apart."""
        bound = self.bindings.bound
        for i, item in enumerate(self.items):
            if item.kind in ("number", "range") and i not in bound:
                bound[i] = self.beside.look(i)
        self.bindings.bound = bound = dict(sorted(bound.items()))
        numbers = [one for one in bound.values() if not one.placed]
        for one in numbers:
            self._forward(one)
        for one in numbers:
            self.beside.drop_weak_unit(one)
            self._backward(one)
            if one.name is None and self.bindings.alone(one) is not None:
                self.beside.comparator_before(one)
        series = Series(self.bindings)
        for one in numbers:
            series.join_by_sign(one)
            series.join_by_specimen(one)
        Doubts(self.bindings).refuse()
        limits = Limits(self.bindings)
        for one in numbers:
            limits.find_owner(one)
        Corrections(self.bindings).hear()
        days = Days(self.bindings)
        for one in numbers:
            series.join_by_time(one, days)
        followed = {id(one.follows) for one in numbers}
        for one in numbers:
            if one.was_from and id(one) not in followed:
                one.why = one.why or "earlier_value"
        return days

    def _forward(self, bound: Bound) -> None:
        if bound.after is not None:
            return
        path = self.paths.to_name(bound.number)
        if path is None:
            return
        self._take_path(bound, path)
        for limit in path.limits:
            other = self.bindings.bound[limit]
            if other in self.bindings.owners.get(path.name, []):
                self.bindings.owners[path.name].remove(other)
            other.name, other.first, other.why = None, limit, None
            other.reference_of = bound
        self.beside.drop_weak_unit(bound)
        if path.units is not None:
            for j in range(path.name + 1, bound.number):
                if self.paths.unit_over(j) is path.units:
                    self.beside.take_as_unit(j, j)
        self.bindings.owners.setdefault(path.name, []).append(bound)

    def _take_path(self, bound: Bound, path: Path) -> None:
        """Bind a number to the name at the end of its path, with what the fillers said."""
        bound.name = path.name
        bound.first = self._full_name(path.name)
        if path.comparator != "=":
            bound.comparator = path.comparator
        bound.specimens |= path.specimens
        bound.dates += path.dates
        bound.was_from = path.was_from
        if path.units is not None:
            if bound.units is not None and path.units.units != bound.units.units:
                bound.why = "unknown_unit"
            bound.units = path.units if bound.units is None else bound.units
        if path.reference:
            bound.why = "reference_range"
        if self.page.has_cue(bound.number - 1, "change"):
            bound.why = "not_a_measurement"
        for j in path.passed:
            # "β2M at diagnosis 6.1" says when the value was measured, not the phase now.
            self.items[j].kind = "cue"

    def _full_name(self, name: int) -> int:
        """The first of two names of one thing: ``lactate dehydrogenase (LDH)``."""
        full, short = self.page.item(name - 2), self.items[name]
        if (
            full is not None
            and full.mention is not None
            and short.mention is not None
            and self.page.is_sign(name - 1, _OPEN)
            and {m.what for m in full.mention.of("quantity")}
            == {m.what for m in short.mention.of("quantity")}
        ):
            full.kind = "sign"
            return name - 2
        return name

    def _backward(self, bound: Bound) -> None:
        """Bind ``6.1 mg/L β2M`` where nothing else can be meant."""
        if bound.name is not None or bound.after is not None:
            return
        j = bound.last + 1
        while self.page.has_cue(j, "link", *SPECIMENS) and not self.page.is_sign(j, ":="):
            for specimen in SPECIMENS:
                if self.page.has_cue(j, specimen):
                    bound.specimens.add(specimen)
            j += 1
        item = self.page.item(j)
        if item is None or not item.is_name("quantity", "other"):
            return
        if j in self.bindings.owners:
            if not self._alternates_backward(bound.number):
                before = self.page.item(bound.number - 1)
                if bound.units is None and (before is None or before.kind != "word"):
                    bound.why = "unclear_which"
                    for other in self.bindings.owners[j]:
                        other.why = other.why or "unclear_which"
                return
            for other in self.bindings.owners.pop(j):
                other.name = None
                other.first = other.number
                other.specimens.clear()
        bound.name = j
        bound.last = max(bound.last, j)
        self.beside.comparator_before(bound)
        self.bindings.owners.setdefault(j, []).append(bound)

    def _alternates_backward(self, number: int) -> bool:
        """Whether number and name take turns from here to a clause that ends with a name."""
        clause = self.items[number].clause
        wanted, pairs = "number", 0
        # A list longer than this is none that anybody types, and a limit keeps the reader linear.
        for item in self.items[number : number + _LONGEST_LIST]:
            if item.clause != clause or item.kind == "break" or item.text == ",":
                break
            kind = "number" if item.kind in ("number", "range") else "name"
            if kind == "name" and not item.is_name("quantity", "other"):
                continue
            if kind != wanted:
                return False
            pairs += kind == "name"
            wanted = "name" if kind == "number" else "number"
        return wanted == "number" and pairs > 1
