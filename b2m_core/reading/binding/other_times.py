"""Which of two values of one name is the present one?"""

from b2m_core.reading.binding.bound import Bindings, Bound
from b2m_core.reading.items import Item


class OtherTimes:
    """Tells values of other times from present ones."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items

    def tell_apart(self, bound: Bound) -> None:
        """Tell the present of two values of one name: ``was 3.2 in March, now 5.9``.

        An earlier one without a day is not used; where nothing tells the two apart, neither is.
        """
        if (
            not self.bindings.is_nobodys(bound)
            or bound.why
            or self.items[bound.number].kind != "number"
        ):
            return
        broken = self.items[bound.number].broken
        if broken or self.bindings.is_beside_sex(bound) or self.bindings.is_other_unit(bound):
            return
        before: set[str] = set()
        separated = False
        said_now = self.page.has_cue(bound.first - 1, "now")
        j = bound.number - 1
        while j >= 0 and self.bindings.number_ending_at(j) is None:
            item = self.items[j]
            if not self._may_stand_between(item) and not (said_now and item.kind == "word"):
                return
            separated = separated or item.text in ",(" or "and" in item.cues
            if not separated:
                before |= item.cues
            j -= 1
        earlier = self.bindings.number_ending_at(j)
        if earlier is None or not self.bindings.is_value(earlier):
            return
        behind = bound.last + 1
        while self.page.is_sign(behind, "(") or self.page.has_cue(behind, "within"):
            behind += 1
        item_behind = self.page.item(behind)
        cues_behind = set(item_behind.cues) if item_behind is not None else set()
        # "today 2.4 yesterday 1.2": the words before a number; "1.2 yesterday, 2.4 today": behind.
        told_behind = not cues_behind.isdisjoint(("now", "earlier"))
        time = cues_behind if told_behind else before
        if "same_sample" in before:
            self._continue(bound, earlier)
            bound.same_sample, earlier.same_sample = earlier, bound
            return
        if "now" in time and "earlier" not in time:
            self._continue(bound, earlier)
            earlier.why = "earlier_value"
        elif "earlier" in time:
            bound.why = "earlier_value"
        else:
            # "β2M 6.1 mg/L, 17": what has a unit of its own is the value.
            if earlier.units is None or bound.units is not None or earlier.first > bound.number:
                earlier.why = "unclear_which"
            bound.why = "unclear_which"

    def _continue(self, bound: Bound, earlier: Bound) -> None:
        """Give a number the name and the unit of the one before it."""
        bound.name, bound.first = earlier.name, bound.number
        bound.continues, bound.units = True, bound.units or earlier.units
        bound.specimens |= earlier.specimens

    def _may_stand_between(self, item: Item) -> bool:
        """Whether an item may stand between two values of one name."""
        if item.kind == "name":
            return item.is_name("other")
        return (
            item.kind in ("cue", "sign", "date", "unit")
            and item.text != "/"
            and item.cues.isdisjoint(("negated", "correction", "takes_back"))
        )
