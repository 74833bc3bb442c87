"""Which numbers are reference ranges or limits, and of which value?"""

from typing import Final

from b2m_core.reading.binding.bound import Bindings, Bound

_OPEN: Final = "([{"
_REACH: Final = 6
"""How many items before a range are looked at; it keeps long texts linear."""


class Limits:
    """Finds the values that reference ranges belong to."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items

    def find_owner(self, bound: Bound) -> None:
        """Find the value whose reference range or limit this is."""
        if bound.reference_of is not None:
            bound.why = "reference_range"
            return
        item = self.items[bound.number]
        j, passed = self._before(bound)
        cue, bracket, limit = (what in passed for what in ("reference", "bracket", "limit"))
        owner = self.bindings.number_ending_at(j)
        if "line" in passed and not (owner is not None and self._is_below_name(owner)):
            owner = None
        is_limit = item.kind == "range" or cue or (bracket and limit)
        if is_limit and owner is not None and owner is not bound and owner.name is not None:
            bound.reference_of = owner
            bound.why = "reference_range"
            # "0.61 H 0.08-0.23 mg/dL": the unit behind the range is the value's as well.
            owner.units = owner.units or bound.units
            if owner.why == "ambiguous_number":
                owner.why = None
            return
        if item.kind == "range" and self._is_of_name(bound):
            bound.why, bound.limits_name = None, True
        elif item.kind == "range":
            bound.why = bound.why or ("reference_range" if cue else "range")
        elif bracket and self._has_comparator_before(bound.number) and bound.name is not None:
            bound.why = bound.why or "reference_range"
        elif cue:
            bound.why = "reference_range"

    def _before(self, bound: Bound) -> tuple[int, set[str]]:
        """The item before all that may stand between a value and its range, and what stands there.

        That is a ``bracket``, a ``limit``, a word for a ``reference``, the end of the ``line``.
        """
        j = bound.number - 1
        passed: set[str] = set()
        while True:
            if self.page.is_sign(j, _OPEN):
                passed.add("bracket")
            elif self.page.has_cue(j, "less", "at_most", "greater", "at_least"):
                passed.add("limit")
            elif self.page.has_cue(j, "reference"):
                passed.add("reference")
            elif self._may_be_passed(j):
                pass
            elif "line" not in passed and self._opens_own_line(j, bound):
                passed.add("line")
            else:
                return j, passed
            j -= 1

    def _may_be_passed(self, j: int) -> bool:
        return (
            self._ends_sentence_before_reference(j)
            or self.page.has_cue(j, "flag", "link", "within")
            or self.page.is_sign(j, "|\t:=,-")
        )

    def _ends_sentence_before_reference(self, j: int) -> bool:
        """Whether what ends there is the value whose range follows: ``4.8 mg/L. Ref 1.0-2.4``."""
        item = self.page.item(j)
        ends = item is not None and item.kind == "break"
        return ends and self.page.has_cue(j + 1, "reference")

    def _opens_own_line(self, j: int, bound: Bound) -> bool:
        """Whether a range or limit has the line behind ``j`` for itself."""
        item, behind = self.page.item(j), bound.last + 1
        if item is None or item.text != "\n":
            return False
        behind += self.page.is_sign(behind, ")]}")
        end = self.page.item(behind)
        return end is None or end.kind == "break"

    def _is_below_name(self, owner: Bound) -> bool:
        """Whether a value stands on a line of its own below its name."""
        return owner.name is not None and self.items[owner.number - 1].text == "\n"

    def _is_of_name(self, bound: Bound) -> bool:
        """Whether it is the laboratory's own range of what is named: ``our lab's range for β2M``.

        A range that is only called normal may be anybody's.
        """
        if bound.name is None or bound.name > bound.number:
            return False
        j = bound.first - 1
        while self.page.has_cue(j, "link", "blood") and not self.page.has_cue(j, "reference"):
            j -= 1
        called = bound.why == "reference_range" or self.page.has_cue(j, "reference")
        own = any(
            "own_laboratory" in item.cues and item.sentence == self.items[bound.number].sentence
            for item in self.items[max(0, j - _REACH) : bound.number]
        )
        return called and own

    def _has_comparator_before(self, i: int) -> bool:
        return self.page.has_cue(i - 1, "less", "at_most", "greater", "at_least")
