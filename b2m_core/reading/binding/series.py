"""Which later numbers belong to the name of a number before them? ``3.2 → 5.9``, ``3.2 in May``.

Only signs, words and days that tell one time from another join two numbers. Which of the two is
the later one is kept where the text says so; ``observing/times`` decides what that means.
"""

from typing import Final, Literal

from b2m_core.reading.binding.bound import COMPARATORS, Bindings, Bound
from b2m_core.reading.binding.days import Days
from b2m_core.reading.items import SPECIMENS, Item
from b2m_core.reading.meanings import Mention

_REACH: Final = 12
"""Over how many items two numbers of one name are joined; it keeps long texts linear."""


class Series:
    """Joins the numbers of a page that follow a number of the same name."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items

    def join_by_sign(self, bound: Bound) -> None:
        """Bind the later of two numbers: ``from 3.2 to 5.9``, ``3.2 > 4.1 > 5.9``."""
        if not self.bindings.is_nobodys(bound):
            return
        earlier, between = self._before(bound.number)
        if earlier is None or earlier.name is None or earlier.why is not None:
            return
        cues = {cue for item in between for cue in item.cues}
        told = "then" in cues or (earlier.was_from and not cues.isdisjoint(("to", "now")))
        if told or ([item.text for item in between] == [">"] and self._rises(earlier, bound)):
            self._join(bound, earlier, order="later")

    def join_by_specimen(self, bound: Bound) -> None:
        """Bind the value in another specimen: ``serum β2M 6.4, urine 0.4 mg/L``."""
        if not self._may_be_joined(bound):
            return
        j = bound.number - 1
        while self.page.has_cue(j, "link") or self.page.has_cue(j, *COMPARATORS):
            j -= 1
        if not self.page.has_cue(j, *SPECIMENS):
            return
        said = j
        j -= 1
        while self.page.is_sign(j, ",;(") or self.page.has_cue(j, "and", "within"):
            j -= 1
        earlier = self.bindings.number_ending_at(j)
        if earlier is None or not self.bindings.is_value(earlier) or earlier.follows is not None:
            return
        self._join(bound, earlier, order=None)
        bound.follows, bound.own_specimen, bound.first = None, True, said
        bound.specimens = set(self.items[said].cues & set(SPECIMENS))
        self.bindings.own_specimens.add(said)

    def _rises(self, earlier: Bound, bound: Bound) -> bool:
        """Whether ``>`` is an arrow: a smaller number cannot be greater, and three are a series."""
        if earlier.follows is not None:
            return True
        low, high = (self.items[one.number].numbers for one in (earlier, bound))
        follows = self.page.is_sign(bound.last + 1, ">") and self.page.item(bound.last + 2)
        more = isinstance(follows, Item) and follows.kind == "number"
        return bool(low and high) and (max(low) < min(high) or more)

    def join_by_time(self, bound: Bound, days: Days) -> None:
        """Bind a number that a word or a day sets apart: ``was 3.2 in March, now 5.9``.

        Where nothing tells the two apart, neither is used.
        """
        if not self._may_be_joined(bound):
            return
        earlier, between = self._before(
            bound.number,
            over_words=self.page.has_cue(bound.first - 1, "now"),
            over_semicolon=bool(days.dates_of(bound)),
        )
        if earlier is None or not self.bindings.is_value(earlier):
            return
        if any("same_sample" in item.cues for item in between):
            self._join(bound, earlier, order=None)
            bound.same_sample, earlier.same_sample = earlier, bound
            return
        if any(item.text == ";" for item in between):
            if days.dates_of(earlier) and not self._shares_a_day(earlier, bound, days):
                self._join(bound, earlier, order=None)
            return
        time = self._time_of(bound, between)
        if "now" in time and "earlier" not in time:
            self._join(bound, earlier, order="later")
        elif "earlier" in time:
            self._join(bound, earlier, order="earlier")
        elif days.dates_of(bound) and not self._shares_a_day(earlier, bound, days):
            self._join(bound, earlier, order=None)
        else:
            # "β2M 6.1 mg/L, 17": what has a unit of its own is the value.
            if earlier.units is None or bound.units is not None or earlier.first > bound.number:
                earlier.why = "unclear_which"
            bound.why = "unclear_which"

    def _may_be_joined(self, bound: Bound) -> bool:
        item = self.items[bound.number]
        return (
            self.bindings.is_nobodys(bound)
            and bound.why is None
            and item.kind == "number"
            and not item.broken
            and not self.bindings.is_beside_sex(bound)
            and not self.bindings.is_other_unit(bound)
        )

    def _shares_a_day(self, earlier: Bound, bound: Bound, days: Days) -> bool:
        return days.dates_of(earlier) == days.dates_of(bound)

    def _before(
        self, number: int, *, over_words: bool = False, over_semicolon: bool = False
    ) -> tuple[Bound | None, list[Item]]:
        """The number before a number, where only time words and signs stand between, and these.

        ``over_words`` allows words that are not known: ``2.4, then a bolus, now 1.4``;
        ``over_semicolon`` two values with a day each: ``3.2 on 1 Aug; 4.1 on 1 Nov``.
        """
        between: list[Item] = []
        for j in range(number - 1, max(-1, number - _REACH), -1):
            found = self.bindings.number_ending_at(j)
            if found is not None:
                return found, between[::-1]
            item = self.items[j]
            word = over_words and item.kind == "word"
            stop = item.text == "." and any("now" in one.cues for one in between)
            apart = over_semicolon and item.text == ";"
            if not (word or stop or apart or self._may_stand_between(item)):
                break
            between.append(self.items[j])
        return None, []

    def _may_stand_between(self, item: Item) -> bool:
        """Whether an item may stand between two values of one name."""
        if item.kind == "name":
            return item.is_name("other")
        return (
            item.kind in ("cue", "sign", "date", "unit")
            and item.text != "/"
            and item.cues.isdisjoint(("negated", "correction", "takes_back"))
        )

    def _time_of(self, bound: Bound, between: list[Item]) -> set[str]:
        """The cues that say when a number was measured: those behind it, else those before it.

        ``1.2 yesterday, 2.4 today``; ``today 2.4 yesterday 1.2``.
        """
        behind = bound.last + 1
        while self.page.is_sign(behind, "(") or self.page.has_cue(behind, "within"):
            behind += 1
        item_behind = self.page.item(behind)
        cues_behind = set(item_behind.cues) if item_behind is not None else set()
        if not cues_behind.isdisjoint(("now", "earlier")):
            return cues_behind
        before: set[str] = set()
        for item in reversed(between):
            if item.text in ",(" or "and" in item.cues:
                break
            # "the repeat was 4.1": the verb tells no time where another word does
            verb = "equals" in item.cues and any("now" in one.cues for one in between)
            before |= item.cues - {"earlier"} if verb else item.cues
        return before

    def _join(
        self, bound: Bound, earlier: Bound, order: Literal["earlier", "later"] | None
    ) -> None:
        bound.name = earlier.name
        bound.follows = earlier
        bound.order = order
        bound.specimens |= earlier.specimens
        if bound.units is None:
            bound.units = earlier.units
        elif earlier.units is None:
            self._share_units(earlier, bound.units)
        if earlier.name is not None:
            self.bindings.owners[earlier.name].append(bound)

    def _share_units(self, earlier: Bound, units: Mention) -> None:
        for other in self.bindings.owners.get(earlier.name if earlier.name is not None else -1, []):
            if other.units is None:
                other.units = units
