"""What does a text take back, and what takes its place?"""

from typing import Final

from b2m_core.reading.binding.bound import Bindings, Bound
from b2m_core.reading.items import Item
from b2m_core.reading.meanings import OBSERVED

_LONGEST_UNIT: Final = 12
_CORRECTING: Final = ("correction", "takes_back", "withdrawn", "states_right", "that_was", "link")
_LONGEST_CHAIN: Final = 12
"""How many items a correction reaches over; it keeps long texts linear."""
_SAYING: Final = ("affirmed", "negated", "suspected", "link", "before_condition")


class Corrections:
    """Hears where a text corrects itself: marks what is taken back, and gives what replaces it."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items
        self.asking = {item.sentence for item in self.items if item.text == "?"}

    def hear(self) -> None:
        """Mark every number and name that the text takes back."""
        for i, item in enumerate(self.items):
            if not item.cues or item.sentence in self.asking:
                continue
            if not item.cues.isdisjoint(("disregard", "withdrawn")) and self._disregards(i):
                continue
            if "withdrawn" in item.cues:
                self._withdraw_before(i)
            elif "correction" in item.cues and "negated" not in item.cues:
                self._replace_name(i)
                self._say_what_it_was(i)
        for bound in self.bindings.bound.values():
            if not bound.placed:
                self._replace_number(bound)

    # Without anything in its place

    def _disregards(self, i: int) -> bool:
        """Take back what ``ignore the`` is said of; whether it is said of anything."""
        if self.page.has_cue(i - 1, "negated"):
            return False
        j = i + 1
        taken = False
        while (name := self._name_from(j)) is not None:
            self._take_back_name(name)
            taken = True
            bounds = self.bindings.owners.get(name, [])
            j = max([name, *(bound.last for bound in bounds)]) + 1
            if not self.page.has_cue(j, "and", "or"):
                break
            j += 1
        return taken

    def _name_from(self, j: int) -> int | None:
        """The name that only fillers stand before: ``the earlier creatinine``."""
        while self.page.has_cue(j, "link", "earlier", "about", "blood", "urine"):
            j += 1
        item = self.page.item(j)
        return j if item is not None and item.is_name(*OBSERVED) else None

    def _withdraw_before(self, i: int) -> None:
        """Take back what stands before ``scrap that``, ``in error``; else what was said before."""
        j = i - 1
        while j >= max(0, i - _LONGEST_CHAIN) and (
            self.items[j].kind == "break"
            or self.items[j].text in ",-("
            or self.page.has_cue(j, "link", "correction", "withdrawn", "within")
        ):
            j -= 1
        number = self._number_up_to(j)
        if number is not None:
            number.why = "corrected"
        elif j >= 0 and self.items[j].is_name(*OBSERVED):
            self._take_back_name(j)
        elif j < 0:
            self.bindings.takes_back_earlier.append(i)

    def _take_back_name(self, name: int) -> None:
        self.bindings.taken_back.add(name)
        for bound in self.bindings.owners.get(name, []):
            bound.why = "corrected"

    # With something in its place

    def _replace_name(self, i: int) -> None:
        """Take back a statement that another one follows: ``no CKD, sorry, CKD 3``."""
        before, behind = i - 1, i + 1
        while before >= max(0, i - _LONGEST_CHAIN) and (
            self._is_passed(self.items[before]) or self.page.lookup(before, "coded_word")
        ):
            before -= 1
        while behind < min(len(self.items), i + _LONGEST_CHAIN) and (
            self._is_passed(self.items[behind]) or self.page.has_cue(behind, *_SAYING)
        ):
            behind += 1
        if self._says_the_same(before, behind):
            self.bindings.taken_back.add(before)

    def _say_what_it_was(self, i: int) -> None:
        """Take back the value before ``sorry, that was`` something else's, ``I meant`` it."""
        j = i + 1
        while j < min(len(self.items), i + _LONGEST_CHAIN) and self._is_passed(self.items[j]):
            j += 1
        before = i - 1
        while before >= max(0, i - _LONGEST_CHAIN) and self._is_passed(self.items[before]):
            before -= 1
        number = self._number_up_to(before)
        if number is None:
            return
        if self.page.has_cue(j, "that_was") or self._means_another_name(i, j, number):
            number.why = "corrected"

    def _means_another_name(self, i: int, j: int, number: Bound) -> bool:
        """Whether it reads ``β2M 6.1, I meant creatinine``: whose the number is was wrong."""
        named = self.page.item(j)
        return (
            "mistake" in self.items[i].cues
            and named is not None
            and named.is_name("quantity")
            and j not in self.bindings.owners
            and number.name is not None
            and self._meant(named).isdisjoint(self._meant(self.items[number.name]))
        )

    def _is_passed(self, item: Item) -> bool:
        return (
            item.kind == "break"
            or item.text in ",-("
            or not item.cues.isdisjoint(("correction", "then", "affirmed_after", "negated_after"))
        )

    def _says_the_same(self, before: int, behind: int) -> bool:
        """Whether two names are of one observation, or of two diseases: one of them was wrong."""
        earlier, later = self.page.item(before), self.page.item(behind)
        if earlier is None or later is None:
            return False
        kinds = ("presence", "coded_alone", "coded")
        if not (earlier.is_name(*kinds) and later.is_name(*kinds)):
            return False
        first, second = (self._meant(item) for item in (earlier, later))
        diseases = {
            code for code, one in self.bindings.library.presences.items() if one.kind == "disease"
        }
        denied = self.page.has_cue(before - 1, "negated")
        return bool(first & second) or (first | second <= diseases and not denied)

    @staticmethod
    def _meant(item: Item) -> frozenset[str]:
        mention = item.mention
        return frozenset(mention.meanings.observed if mention else ())

    def _replace_number(self, bound: Bound) -> None:
        """Let a number that corrects an earlier one take its place: ``2.4, sorry, 1.4``."""
        cues: set[str] = set()
        j = bound.first - 1
        while j >= max(0, bound.first - _LONGEST_CHAIN) and (
            not self.items[j].cues.isdisjoint(_CORRECTING)
            or self.items[j].text in ",-("
            or "then" in self.items[j].cues
            or (self.items[j].kind == "break" and self.items[j].text != "?")
        ):
            cues |= self.items[j].cues
            j -= 1
        nameless = bound.name is None and bound.after is None
        if nameless and j in self.bindings.taken_back and "states_right" in cues:
            bound.name, bound.replaces = j, True  # "ignore the creatinine, it's 1.2"
            return
        earlier = self._number_up_to(j)
        if earlier is None or self.items[bound.number].sentence in self.asking:
            return
        replaces = not cues.isdisjoint(("correction", "withdrawn")) or (
            earlier.why == "corrected" and "states_right" in cues
        )
        if nameless:
            if replaces:
                bound.name, bound.specimens = earlier.name, earlier.specimens
                bound.units = bound.units or earlier.units
                bound.replaces = True
                earlier.why = "corrected"
            elif "takes_back" in cues:
                bound.name = earlier.name
                bound.why = "corrected"
        elif (replaces and self._is_same(bound, earlier)) or (
            not cues.isdisjoint(("mistake", "that_was")) and replaces
        ):
            earlier.why = "corrected"

    def _is_same(self, bound: Bound, earlier: Bound) -> bool:
        """Whether two numbers are of one name."""
        if bound.name is None or earlier.name is None:
            return False
        first, second = (self._meant(self.items[one]) for one in (bound.name, earlier.name))
        return bool(first & second)

    def _number_up_to(self, j: int) -> Bound | None:
        """The value whose last item is ``j``, or a letter for the sex right behind it."""
        if self.page.lookup(j, "beside_age") is not None and j - 1 in self.bindings.bound:
            j -= 1
        for k in range(j, max(-1, j - _LONGEST_UNIT), -1):
            bound = self.bindings.bound.get(k)
            if bound is not None:
                is_value = bound.last >= j and bound.reference_of is None
                return bound if is_value and self.items[k].kind == "number" else None
        return None
