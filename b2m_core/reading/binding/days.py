"""On which day was a value measured? The date between its name and it, beside it, or over it.

A date is that of a measurement unless a word beside it says otherwise (``printed``, ``born``). A
value takes the date that stands in its own words or beside them, else the one that opens its line
or list. One that could be meant in two ways, or lies after today, gives no day.
"""

from collections.abc import Iterable
from typing import Final, Literal

from b2m_core.reading.binding.bound import Bindings, Bound
from b2m_core.reading.dates.calendar import Day
from b2m_core.reading.items import Item

Label = Literal["sampled", "birth", "other_days"]

_LABELS: Final[tuple[Label, ...]] = ("sampled", "birth", "other_days")
_LONGEST_LABEL: Final = 4
_REACH: Final = 40
"""How many items of a sentence are looked at; it keeps long texts linear."""
_GOVERNED: Final = frozenset({"number", "range", "unit", "sign", "cue", "date", "name"})
_SAYS_MORE: Final = frozenset({"affirmed", "negated", "suspected", "planned", "but"})


class Days:
    """The days of the values of one page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.page = bindings.page
        self.items = bindings.page.items
        self.labels: dict[int, tuple[Label, int]] = {}
        for i, item in enumerate(self.items):
            if item.kind == "date" and item.days is not None:
                label = self._label(i)
                if label is not None:
                    self.labels[i] = label
        self.values = {
            j: bound
            for bound in bindings.bound.values()
            for j in range(bound.first, bound.last + 1)
        }
        self.sampled = {i for i, (label, _) in self.labels.items() if label == "sampled"}
        one_day = len({self.items[i].days for i in self.sampled}) == 1
        self.of_all = [min(self.sampled)] if one_day else []
        self.governing = self._governing()

    def meant_by(self, dates: Iterable[int]) -> tuple[Day, ...]:
        """Every day that these dates may mean; none where they mean different ones."""
        means = {days for i in dates if (days := self.items[i].days) is not None}
        return means.pop() if len(means) == 1 else ()

    def births(self) -> list[tuple[int, int]]:
        """The dates of birth, each with the first item of the words that call it so."""
        return [(i, first) for i, (label, first) in self.labels.items() if label == "birth"]

    def others(self) -> list[int]:
        """The dates that words call something else than a day of measurement."""
        return [i for i, (label, _) in self.labels.items() if label == "other_days"]

    def dates_of(self, bound: Bound) -> list[int]:
        """The items of the dates that say when a value was measured."""
        own = [i for i in bound.dates if self._may_count(i)]
        if own:
            return own
        beside = self._beside(bound)
        if beside is not None:
            return [beside]
        if bound.order == "earlier":
            return []  # the day that is said of all results is not that of an earlier one
        governing = self.governing[bound.number]
        if governing is not None:
            return [governing]
        return self.of_all

    # Labels

    def _label(self, i: int) -> tuple[Label, int] | None:
        """What the words beside a date say that it is, and the first item of these words."""
        j = i - 1
        while self.page.is_sign(j, ":-(=|\t") or self._joins(j):
            j -= 1
        for last in range(j, min(i, j + 3)):
            found = self._label_at(last)
            if found is not None:
                return found
        k = i + 1
        if self.page.is_sign(k, "("):
            for first in range(k + 1, min(k + 3, len(self.items))):
                found = self._label_at(first)
                if found is not None and self.page.is_sign(first + 1, ")"):
                    return found[0], i
        return None

    def _joins(self, j: int) -> bool:
        """Whether a word may stand between a label and its date."""
        return self.page.has_cue(j, "within", "link") and self._label_at(j) is None

    def _label_at(self, last: int) -> tuple[Label, int] | None:
        """The longest label whose last item this is."""
        item = self.page.item(last)
        if item is None:
            return None
        for first in range(max(0, last - _LONGEST_LABEL), last + 1):
            for mention in self.page.found.at(self.items[first].first, "calendar"):
                if mention.last != item.last:
                    continue
                for meaning in mention.of("calendar"):
                    if meaning.what in _LABELS:
                        return meaning.what, first
        return None

    def _may_count(self, i: int) -> bool:
        item = self.items[i]
        label = self.labels.get(i, ("sampled", i))[0]
        return item.kind == "date" and item.days is not None and label == "sampled"

    # Beside a value

    def _beside(self, bound: Bound) -> int | None:
        """The date right before or right behind a value's words."""
        before, near_before = self._date_before(bound)
        behind, near_behind = self._date_behind(bound)
        if before is None or behind is None:
            return behind if before is None else before
        if near_before != near_behind:
            return before if near_before else behind
        return before if self._dates_come_first(bound) else behind

    def _date_before(self, bound: Bound) -> tuple[int | None, bool]:
        """The date before a value, and whether it is set apart from it by no comma.

        Behind a comma only a date that opens its line counts. That of a condition does not:
        ``MM dx 2021-05-04``.
        """
        j, near = bound.first - 1, True
        while self.page.is_sign(j, ":-(),|\t=") or self.page.has_cue(j, "link", "and"):
            near = near and not (self.page.is_sign(j, ",)") or self.page.has_cue(j, "and"))
            j -= 1
        item = self.page.item(j)
        if item is None or item.kind != "date":
            return None, False
        if self._belongs_before(j) or not self._may_count(j):
            return None, False
        told = j in self.labels or self._opens_line(j)
        if not told and (not near or self._is_said_of_another(j)):
            return None, False
        return j, near

    def _opens_line(self, j: int) -> bool:
        before = self.page.item(j - 1)
        return before is None or before.kind == "break"

    def _is_said_of_another(self, j: int) -> bool:
        """Whether a date tells when something else was so: ``diagnosed in 2021``."""
        k = j - 1
        while self.page.is_sign(k, "(@") or self.page.has_cue(k, "within"):
            k -= 1
        item = self.page.item(k)
        if item is None or self._is_governed(item):
            return False
        return item.kind != "word" or not self.page.is_sign(j + 1, ":")

    def _belongs_before(self, j: int) -> bool:
        """Whether a date is that of the value before it: ``2.4 (Jan), 3.1``."""
        if self.page.is_sign(j + 1, ":="):
            return False
        k = j - 1
        while self.page.is_sign(k, "(@,") or self.page.has_cue(k, "within"):
            k -= 1
        before = self.values.get(k)
        if before is None or (k == j - 1 and self.page.is_sign(j + 1, "-")):
            return False
        return not (before.dates or self._dates_come_first(before))

    def _date_behind(self, bound: Bound) -> tuple[int | None, bool]:
        """The date behind a value, and whether no comma stands between."""
        j, near = bound.last + 1, True
        while (
            self.page.is_sign(j, "([,@|\t")
            or self.page.has_cue(j, "within", "flag")
            or self._is_label(j)
            or self._is_phase(j)
        ):
            near = near and not self.page.is_sign(j, ",")
            j += 1
        item = self.page.item(j)
        if item is None or item.kind != "date" or not self._may_count(j):
            return None, False
        introduces = self.page.is_sign(j + 1, ":=") or (not near and j + 1 in self.values)
        if introduces and j not in self.labels:
            return None, False
        return j, near

    def _is_phase(self, j: int) -> bool:
        """Whether an item names the phase of a disease: ``β2M 3 in remission 2026-01-01``."""
        item = self.page.item(j)
        return item is not None and item.is_name("coded_alone")

    def _is_label(self, j: int) -> bool:
        """Whether an item is part of the words that say what the date behind them is."""
        return any(
            first <= j < i
            for i in range(j + 1, min(j + _LONGEST_LABEL + 2, len(self.items)))
            for first in [self.labels.get(i, ("", i))[1]]
        )

    def _dates_come_first(self, bound: Bound) -> bool:
        """Whether the sentence of a value names its first date before its first number."""
        sentence = self.items[bound.number].sentence
        for item in self.items[max(0, bound.number - _REACH) : bound.number]:
            if item.sentence == sentence and item.kind in ("date", "number"):
                return item.kind == "date"
        return False

    # Over a value

    def _governing(self) -> list[int | None]:
        """For each item the date that opens its line, or that stands over its list.

        A date alone on its line governs the lines below up to an empty one; one that a word calls
        the day of sampling governs until the next.
        """
        governing: list[int | None] = []
        current: int | None = None
        opens, empty = True, 0
        for i, item in enumerate(self.items):
            if item.kind == "break":
                opens, empty = True, empty + 1
                stays = empty == 1 and item.text in "\n\r" and self._is_alone(current)
                if not (stays or self._is_sampled(current)):
                    current = None
            elif item.kind == "date" and self._may_count(i):
                if opens or self._is_sampled(i) or self._is_heading(i):
                    current = i
                elif not self._is_sampled(current):
                    current = None
            elif current is not None and not (self._is_governed(item) or self._is_sampled(current)):
                current = None
            if item.kind != "break":
                opens = opens and (item.text in "-*(#" or self._is_label(i))
                empty = 0
            governing.append(current)
        return governing

    def _is_sampled(self, i: int | None) -> bool:
        return i in self.sampled

    def _is_heading(self, i: int) -> bool:
        """Whether a colon opens a list behind a date: ``Labs 14 November: …``."""
        if not self.page.is_sign(i + 1, ":") or self._is_said_of_another(i):
            return False
        line = self.items[i].sentence
        before = range(max(0, i - _REACH), i)
        return not any(j in self.values and self.items[j].sentence == line for j in before)

    def _is_alone(self, i: int | None) -> bool:
        """Whether nothing stands behind a date on its line."""
        if i is None:
            return False
        j = i + 1
        while self.page.is_sign(j, ":-)"):
            j += 1
        item = self.page.item(j)
        return item is None or item.kind == "break"

    def _is_governed(self, item: Item) -> bool:
        """Whether an item may stand in a list of results under a date."""
        return (
            item.kind in _GOVERNED
            and item.cues.isdisjoint(_SAYS_MORE)
            and not item.is_name("presence", "coded_alone")
        )
