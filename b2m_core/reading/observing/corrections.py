"""Which values does a text take back or replace?"""

from typing import Final

from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.observing.measurements import Measurements
from b2m_core.reading.observing.owners import Owners
from b2m_core.reading.observing.text import Text

_LONGEST_UNIT: Final = 12


class Corrections:
    """Hears where a text corrects itself."""

    def __init__(self, text: Text, measurements: Measurements, owners: Owners) -> None:
        """Look at one text."""
        self.page = text.page
        self.items = text.page.items
        self.bindings = text.bindings
        self.results = text.results
        self.measurements = measurements
        self.owners = owners

    def correct(self, bound: Bound) -> None:
        """Let a number that corrects an earlier one take its place: ``2.4, sorry, 1.4``."""
        cues: set[str] = set()
        j = bound.first - 1
        while j >= 0 and (
            not self.items[j].cues.isdisjoint(("correction", "takes_back", "withdrawn", "link"))
            or self.items[j].text in ",-"
            or (self.items[j].kind == "break" and self.items[j].text == ".")
        ):
            cues |= self.items[j].cues
            j -= 1
        earlier = self.bindings.bound.get(self._number_up_to(j))
        if earlier is None or earlier.number not in self.measurements.values:
            return
        replaces = not cues.isdisjoint(("correction", "withdrawn"))
        if bound.name is None and bound.after is None:
            if not replaces and "takes_back" in cues:
                bound.why = "corrected"
            elif replaces:
                bound.name, bound.specimens = earlier.name, earlier.specimens
                bound.units = bound.units or earlier.units
                self._take_back(earlier)
        elif replaces and bound.name is not None:
            meaning, _ = self.owners.whose(bound)
            before = self.measurements.values[earlier.number].observation
            if meaning is not None and meaning.what == before.code:
                self._take_back(earlier)

    def withdraw(self) -> None:
        """Take back the value before ``scrap that`` where no other takes its place."""
        for i, item in enumerate(self.items):
            if "withdrawn" not in item.cues:
                continue
            j = i - 1
            while j >= 0 and (self.items[j].kind == "break" or self.items[j].text in ",-"):
                j -= 1
            earlier = self._number_up_to(j)
            if earlier in self.measurements.values:
                self._take_back(self.bindings.bound[earlier])

    def _number_up_to(self, j: int) -> int:
        """The number whose last item is ``j``, or -1."""
        for k in range(j, max(-1, j - _LONGEST_UNIT), -1):
            bound = self.bindings.bound.get(k)
            if bound is not None:
                return k if bound.last >= j else -1
        return -1

    def _take_back(self, earlier: Bound) -> None:
        self.results.take_back(self.measurements.values.pop(earlier.number))
