"""What do the bound numbers and the names of a text say?"""

from typing import cast

from b2m_core.contract.codes import QuantityCode
from b2m_core.reading.assertion.assertions import Assertions
from b2m_core.reading.assertion.scope import asking
from b2m_core.reading.items import Item
from b2m_core.reading.meanings import Mention
from b2m_core.reading.models import Reading
from b2m_core.reading.observing.alone import alone, only_a_number
from b2m_core.reading.observing.coded import Coded
from b2m_core.reading.observing.conditions import Conditions
from b2m_core.reading.observing.facts import states_only_facts
from b2m_core.reading.observing.levels import Levels
from b2m_core.reading.observing.measurements import Measurements
from b2m_core.reading.observing.owners import Owners
from b2m_core.reading.observing.persons import Persons
from b2m_core.reading.observing.reference_ranges import ReferenceRanges
from b2m_core.reading.observing.specimens import Specimens
from b2m_core.reading.observing.text import Text
from b2m_core.reading.observing.times import Times


def observe(text: Text) -> Reading:
    """Everything one text says: first its numbers, then limits and times, then its names."""
    specimens, persons = Specimens(text), Persons(text)
    owners = Owners(text, specimens, persons)
    measurements = Measurements(text, owners, specimens)
    reference_ranges = ReferenceRanges(text, measurements, owners)
    bounds = text.bindings.bound.values()
    for bound in bounds:
        if bound.reference_of is None and not bound.limits_name:
            measurements.read(bound)
    for bound in bounds:
        if bound.reference_of is not None or bound.limits_name:
            reference_ranges.read(bound)
    Times(text, measurements).settle()
    for i, first in text.days.births():
        persons.born(i, first)
    for i in text.days.others():
        text.results.leave("other_day", None, text.page.items[i].place)
    asks = asking(text.page, text.scopes)
    names = _Names(text, measurements, specimens, asks)
    for i, item in enumerate(text.page.items):
        if item.kind == "name" and item.mention is not None:
            names.read(i, item, item.mention)
    for number in measurements.ages:
        persons.sex_beside(number)
    _report_mended(text)
    for i in text.bindings.takes_back_earlier:
        text.results.withdraw(None, None, text.page.items[i].place)
    return text.results.reading(alone(text)).model_copy(
        update={
            "only_number": only_a_number(text),
            "only_facts": states_only_facts(text),
            "asks": bool(asks),
        }
    )


def _report_mended(text: Text) -> None:
    """Report the names that were read although they are misspelled."""
    page = text.page
    for token in page.mended:
        for item in page.items:
            if item.first <= token < item.last and item.is_name("quantity") and item.mention:
                code = cast("QuantityCode", item.mention.of("quantity")[0].what)
                place = page.tokens[token].start, page.tokens[token].end
                text.results.leave("misspelled", code, place)


class _Names:
    """Sends each name to the room that reads its kind."""

    def __init__(
        self,
        text: Text,
        measurements: Measurements,
        specimens: Specimens,
        asking: frozenset[int],
    ) -> None:
        assertions = Assertions(text.page, text.library)
        self.text = text
        self.assertions = assertions
        # Where a value stands, a question is about its patient.
        self.in_general = asking if not measurements.values else frozenset()
        self.used_names = measurements.used_names
        self.conditions = Conditions(text, measurements, assertions)
        self.coded = Coded(text, measurements, assertions)
        self.levels = Levels(text, specimens)

    def read(self, i: int, item: Item, mention: Mention) -> None:
        scope = self.text.scopes[i]
        for meaning in mention.of("quantity_alone"):
            self.levels.read_alone(i, item, meaning, scope)
            return
        if item.sentence in self.in_general and self._is_of_no_patient(i, item):
            return
        facts = [*mention.of("presence")][:1] + [*mention.of("coded_alone")][:1]
        for meaning in facts:  # "RRMM" is a condition and its phase
            if meaning.kind == "presence":
                self.conditions.read(i, item, meaning, scope)
            else:
                self.coded.read_alone(i, item, meaning, scope)
        if facts:
            return
        for meaning in mention.of("coded"):
            self.coded.read(i, item, meaning, scope)
            return
        if i in self.used_names and i not in self.text.bindings.taken_back:
            return
        for meaning in mention.of("other"):
            name = self.text.library.other_names[meaning.what]
            if (name.reported or name.says_result) and not scope.question:
                self.conditions.result_without_markers(i, item, says_result=name.says_result)
            return
        meanings = list(mention.of("quantity"))
        if meanings:
            self.levels.read(i, item, meanings, scope)

    def _is_of_no_patient(self, i: int, item: Item) -> bool:
        """Whether a question is about people who have what is named, not about the patient."""
        return item.is_name("presence", "coded_alone", "coded") and self.assertions.is_in_general(i)
