"""Which conditions are named, and what is said of them?"""

from decimal import Decimal
from typing import Final, cast

from b2m_core.contract.codes import QUANTITIES, CodedCode, PresenceCode, QuantityCode
from b2m_core.reading.assertion.assertions import Assertions
from b2m_core.reading.assertion.scope import Scope
from b2m_core.reading.items import Item, stands_apart
from b2m_core.reading.meanings import Meaning
from b2m_core.reading.observing.measurements import Measurements
from b2m_core.reading.observing.text import Text

_MARKERS_REACH: Final = 40
_LONGEST_WORD_BEFORE: Final = 2
_SHORT: Final = 2
"""Of how many letters an abbreviation is that means much else."""
_SAYS_A_CONDITION: Final = (
    "affirmed",
    "negated",
    "suspected",
    "affirmed_after",
    "negated_after",
    "suspected_after",
    "patient_label",
    "either",
)


class Conditions:
    """Reads conditions and findings."""

    def __init__(self, text: Text, measurements: Measurements, assertions: Assertions) -> None:
        """Look at one text."""
        self.text = text
        self.page = text.page
        self.items = text.page.items
        self.library = text.library
        self.results = text.results
        self.values = measurements.values
        self.assertions = assertions
        self.in_capitals = text.results.text.isupper()

    def read(self, i: int, item: Item, meaning: Meaning, scope: Scope) -> None:
        """Read what is said of one condition."""
        code = cast("PresenceCode", meaning.what)
        why = self.text.not_of_patient(scope)
        meant = self._is_meant(i) if meaning.weak else True
        if meant is None:
            return
        if not meant:
            why = why or "unclear_statement"
        if why is None and self._may_be_a_unit(i, item):
            why = "unclear_statement"
        if why is None and scope.family_history:
            why = "other_person"
        if why is not None:
            self.results.leave(why, code, item.place)
            return
        if i in self.text.bindings.taken_back:
            self.results.leave("corrected", code, item.place)
            self.results.withdraw(code, None, item.place)
            return
        if scope.question and not scope.supposed and not self.assertions.is_stated_in_question(i):
            return
        statement = self.assertions.said_of(i, asked=scope.question or scope.supposed)
        start, end = self.items[statement.first].start, self.items[statement.last].end
        if statement.said == "unclear" or (meaning.says and statement.said != "present"):
            self.results.leave("unclear_statement", code, (start, end))
            return
        self.results.spot(code, meaning.says or statement.said, (start, end), scope)
        if statement.said == "present":
            self._word_before_condition(i, scope)

    def _is_meant(self, i: int) -> bool | None:
        """Whether a word in capitals is meant as a condition: surely (``dx ALL``), or perhaps.

        Null for a word among other words.
        """
        if self.in_capitals:
            return None
        sides = [(self.page.item(i - 1), i - 2), (self.page.item(i + 1), i + 2)]
        sure = False
        for beside, beyond in sides:
            says = beside is not None and (
                ("within" not in beside.cues and not beside.cues.isdisjoint(_SAYS_A_CONDITION))
                or self.page.lookup(i - 1, "before_condition") is not None
                or (beyond < i and self.page.lookup(i - 1, "beside_age") is not None)
                or beside.is_name("coded_alone")
                or self._joins(beside, beyond, i)
            )
            if not says and not stands_apart(beside):
                return None
            sure = sure or says
        return sure

    def _joins(self, beside: Item, beyond: int, i: int) -> bool:
        """Whether an item joins a name to another condition of its kind."""
        joint = beside.text in ",/" or not beside.cues.isdisjoint(("and", "or"))
        other = self.page.item(beyond)
        return (
            joint
            and other is not None
            and self.assertions.kind_of(beyond) == self.assertions.kind_of(i)
        )

    def _may_be_a_unit(self, i: int, item: Item) -> bool:
        """Whether ``mm`` behind a number may be its unit, or ``RA`` beside one what it is of."""
        if len(item.text) <= _SHORT and (self._is_share(i + 1) or self._is_behind_another(i)):
            return True
        before = self.page.item(i - 1)
        if before is None or before.kind != "number" or self.page.lookup(i, "unit") is None:
            return False
        return not (item.text.isupper() and i - 1 in self.values)

    def _is_share(self, i: int) -> bool:
        """Whether a number of hundredths stands at an item: ``RA 98%``."""
        bound = self.text.bindings.bound.get(i)
        units = bound.units.units if bound is not None and bound.units is not None else set()
        return "%" in units

    def _is_behind_another(self, i: int) -> bool:
        """Whether the number of something that is not used stands before: ``sats 97 RA``."""
        before = next(
            (j for j in (i - 1, i - 2) if j >= 0 and self.items[j].kind in ("number", "range")), i
        )
        bound = self.text.bindings.bound.get(before)
        name = self.page.item(bound.name) if bound is not None and bound.name is not None else None
        return (
            bound is not None and bound.last + 1 == i and name is not None and name.is_name("other")
        )

    def _word_before_condition(self, i: int, scope: Scope) -> None:
        """Write down what a word right before a condition says: ``new MM``, ``M-CLL``."""
        for j in range(max(0, i - _LONGEST_WORD_BEFORE), i):
            mention = self.page.lookup(j, "before_condition")
            if mention is not None and mention.last == self.items[i].first:
                meaning = mention.of("before_condition")[0]
                place = self.items[j].start, self.items[i - 1].end
                if meaning.what not in QUANTITIES:
                    self.results.spot(cast("CodedCode", meaning.what), meaning.says, place, scope)
                elif self.assertions.kind_of(i) == "disease":
                    code = cast("QuantityCode", meaning.what)
                    self.results.spot(code, Decimal(meaning.says), place, scope)
                return

    def result_without_markers(self, i: int, item: Item, *, says_result: bool) -> None:
        """Report ``FISH normal``, but not a heading (``FISH: del17p``) nor one of markers named."""
        statement = self.assertions.said_of(i)
        if statement.said == "present" and not says_result:
            return
        if any(
            other.sentence == item.sentence and self.assertions.kind_of(k) == "chromosome"
            for k, other in enumerate(self.items[i + 1 : i + _MARKERS_REACH], i + 1)
        ):
            return
        start, end = self.items[statement.first].start, self.items[statement.last].end
        self.results.leave("which_markers", None, (min(start, item.start), max(end, item.end)))
