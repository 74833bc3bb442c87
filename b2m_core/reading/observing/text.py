"""What do all rooms that make observations know of a text?"""

from dataclasses import dataclass
from datetime import date

from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.assertion.scope import Scope
from b2m_core.reading.binding.bound import Bindings
from b2m_core.reading.binding.days import Days
from b2m_core.reading.items import Page
from b2m_core.reading.observing.results import Results


@dataclass(slots=True)
class Text:
    """One text whose numbers are bound, on its way to a reading.

    With ``several_patients`` nothing of it is used. ``scopes`` has one scope for each item.
    """

    library: Library
    page: Page
    bindings: Bindings
    days: Days
    scopes: list[Scope]
    results: Results
    several_patients: bool
    today: date

    def not_of_patient(self, scope: Scope) -> Why | None:
        """Why what is said in this scope is not said of the patient."""
        if self.several_patients:
            return "patient_unclear"
        if scope.other_person:
            return "other_person"
        return "hypothetical" if scope.hypothetical else None
