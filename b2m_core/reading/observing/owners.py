"""Which quantity does a number belong to?"""

from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.items import stands_apart
from b2m_core.reading.meanings import Meaning
from b2m_core.reading.observing.persons import Persons
from b2m_core.reading.observing.specimens import Specimens
from b2m_core.reading.observing.text import Text


class Owners:
    """Finds the quantities of the numbers of a text."""

    def __init__(self, text: Text, specimens: Specimens, persons: Persons) -> None:
        """Look at one text."""
        self.page = text.page
        self.items = text.page.items
        self.bindings = text.bindings
        self.specimens = specimens
        self.persons = persons

    def whose(self, bound: Bound) -> tuple[Meaning | None, Why | None]:
        """The quantity that a number belongs to, or why that is not certain."""
        if bound.code is not None:
            return Meaning("quantity", bound.code), None
        if bound.after is not None:
            if self.persons.is_of_a_thing(bound):
                return None, "no_analyte"
            return bound.after.of("after_number")[0], None
        if bound.name is None:
            if self.persons.is_age(bound):
                return Meaning("quantity", self.persons.age_code()), None
            alone = self._said_by_unit(bound)
            return alone, None if alone else "no_analyte"
        mention = self.items[bound.name].mention
        if mention is None:
            return None, "no_analyte"
        meanings = list(mention.of("quantity"))
        if not meanings:
            return None, "not_used"
        return self.specimens.quantity_of(bound.name, bound, meanings)

    def _said_by_unit(self, bound: Bound) -> Meaning | None:
        """The quantity that a unit names by itself, where the number stands alone: ``65 kg``."""
        before = self.page.item(bound.first - 1)
        introduced = self.page.has_cue(bound.first - 1, "person_is") or (
            self.page.is_sign(bound.first - 1, ":") and self._is_no_measurement(bound.first - 2)
        )
        behind = self.page.item(bound.last + 1)
        if not (introduced or stands_apart(before)) or not stands_apart(behind):
            return None
        code = self.bindings.alone(bound)
        return Meaning("quantity", code) if code is not None else None

    def _is_no_measurement(self, i: int) -> bool:
        """Whether an item names a condition or a person, which no number belongs to."""
        item = self.page.item(i)
        return item is not None and item.is_name("presence", "coded_alone")
