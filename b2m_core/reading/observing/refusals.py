"""Which numbers belong to a quantity and are all the same no result of this patient?"""

from collections.abc import Iterable

from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.assertion.scope import Scope
from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.items import Page
from b2m_core.reading.observing.coded_words import word_at
from b2m_core.reading.observing.text import Text


class Refusals:
    """Refuses thresholds, targets, doses, limits, counts of tests and what others have."""

    def __init__(self, text: Text) -> None:
        """Look at one text."""
        self.page = text.page
        self.items = text.page.items
        self.levels = [code for code, coded in text.library.coded.items() if coded.level_of]
        self.clauses_with = _clauses_with(self.page, ("index", "threshold"))

    def why_not(self, bound: Bound, scope: Scope) -> Why | None:
        """Why a number that belongs to a quantity is all the same no result of this patient."""
        if scope.other_person:
            return "other_person"
        if scope.hypothetical:
            return "hypothetical"
        item = self.items[bound.number]
        limited = bound.comparator in ("<", "<=", ">", ">=")
        if limited and (scope.question or item.clause in self.clauses_with["index"]):
            return "not_a_measurement"
        threshold = self.clauses_with["threshold"].get(item.clause, bound.number)
        if bound.number > threshold and not bound.replaces:
            return "not_a_measurement"
        if self.page.has_cue(bound.last + 1, "threshold"):
            return "not_a_measurement"
        before = bound.first - 1
        if limited and self.page.has_cue(bound.last + 1, "holds"):
            return "not_a_measurement"  # "β2M < 2.5 is normal"
        if self._follows_condition(before) and (bound.comparator != "=" or self._holds(bound)):
            return "not_a_measurement"
        if self.page.has_cue(before, "given") or self._counts_tests(bound):
            return "not_a_measurement"
        if bound.name is not None and bound.first == bound.name:
            if self.page.has_cue(before, "change", "statistic"):
                return "not_a_measurement"
            if self._states_normal(before, bound):
                return "reference_range"
        return None

    def _follows_condition(self, before: int) -> bool:
        """Whether it reads ``when eGFR < 10``: a condition that somebody set."""
        while self.page.has_cue(before, "link"):
            before -= 1
        return self.page.has_cue(before, "condition_set")

    def _holds(self, bound: Bound) -> bool:
        """Whether a rule is stated: ``when creatinine is 8``, but not ``when it was 8``."""
        return any(self.page.has_cue(j, "holds") for j in range(bound.first, bound.number))

    def _counts_tests(self, bound: Bound) -> bool:
        """Whether a whole number counts what is named behind it: ``3 β2M tests``."""
        counts = bound.name is not None and bound.name > bound.number and bound.units is None
        return (
            counts
            and self.items[bound.number].text.isdigit()
            and self.page.has_cue(bound.last + 1, "no_person", "pending")
        )

    def _states_normal(self, before: int, bound: Bound) -> bool:
        """Whether it reads ``normal β2M is 2.4``: the limit, not a result."""
        j = before
        while self.page.has_cue(j, "link", "blood"):
            j -= 1
        if not self.page.has_cue(j, "reference"):
            return False
        if self._says_is(bound) or bound.comparator != "=":
            return True
        return word_at(self.page, j, self.levels) is None  # "reference creatinine 1.2"

    def _says_is(self, bound: Bound) -> bool:
        return any(
            "equals" in self.items[j].cues for j in range((bound.name or 0) + 1, bound.number)
        )


def _clauses_with(made: Page, cues: Iterable[str]) -> dict[str, dict[int, int]]:
    """For each of these cues the clauses in which it stands, with the first item of that cue."""
    found: dict[str, dict[int, int]] = {cue: {} for cue in cues}
    for i, item in enumerate(made.items):
        for cue in item.cues and item.cues & found.keys():
            found[cue].setdefault(item.clause, i)
    return found
