"""Which numbers are reference ranges or limits, and of which value?"""

from typing import Final

from b2m_core.reading.binding.bound import Bindings, Bound

_OPEN: Final = "([{"


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
        j = bound.number - 1
        cue = bracket = limit = False
        while True:
            if self.page.is_sign(j, _OPEN):
                bracket = True
            elif self.page.has_cue(j, "less", "at_most", "greater", "at_least"):
                limit = True
            elif self.page.has_cue(j, "reference"):
                cue = True
            elif self._ends_sentence_before_reference(j):
                pass
            elif not (
                self.page.has_cue(j, "flag", "link", "within") or self.page.is_sign(j, "|\t:=,-")
            ):
                break
            j -= 1
        owner = self.bindings.number_ending_at(j)
        is_limit = item.kind == "range" or cue or (bracket and limit)
        if is_limit and owner is not None and owner is not bound and owner.name is not None:
            bound.reference_of = owner
            bound.why = "reference_range"
            # "0.61 H 0.08-0.23 mg/dL": the unit behind the range is the value's as well.
            owner.units = owner.units or bound.units
            if owner.why == "ambiguous_number":
                owner.why = None
            return
        if item.kind == "range":
            bound.why = bound.why or ("reference_range" if cue else "range")
        elif bracket and self._has_comparator_before(bound.number) and bound.name is not None:
            bound.why = bound.why or "reference_range"
        elif cue:
            bound.why = "reference_range"

    def _ends_sentence_before_reference(self, j: int) -> bool:
        """Whether what ends there is the value whose range follows: ``4.8 mg/L. Ref 1.0-2.4``."""
        item = self.page.item(j)
        ends = item is not None and item.kind == "break"
        return ends and self.page.has_cue(j + 1, "reference")

    def _has_comparator_before(self, i: int) -> bool:
        return self.page.has_cue(i - 1, "less", "at_most", "greater", "at_least")
