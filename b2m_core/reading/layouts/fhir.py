"""Which results does pasted FHIR JSON hold: Observations, alone, in a Bundle or in a report?

Of an Observation (FHIR R4) code, valueQuantity, status, effectiveDateTime, referenceRange, specimen
and subject are read. The JSON is taken apart item by item, so that each value keeps its place in
the text, and a piece that breaks off is read as far as it goes.
"""

from typing import Final

from b2m_core.reading.binding.bound import Bindings
from b2m_core.reading.layouts.identifiers import Identifiers
from b2m_core.reading.layouts.json_tree import (
    Object,
    array_of,
    cell_of,
    object_of,
    objects_of,
    parsed,
)
from b2m_core.reading.layouts.records import Record, Records

_MARKS: Final = ("resourceType", "valueQuantity")
_FINAL: Final = ("", "final", "amended", "corrected")


class Fhir:
    """Binds the Observations of a page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.items = bindings.page.items
        self.records = Records(bindings)
        self.identifiers = Identifiers(bindings)

    def bind(self) -> None:
        """Bind the value of every Observation; nothing else in the JSON is a result."""
        if not any(item.text in _MARKS for item in self.items):
            return
        begin = next((i for i, item in enumerate(self.items) if item.text == "{"), None)
        if begin is None:
            return
        tree, end = parsed(self.items, begin)
        observations = [one for one in objects_of(tree) if "valueQuantity" in one]
        subjects = {
            self.identifiers.text_of(cell_of(object_of(one, "subject"), "reference"))
            for one in observations
        }
        used: set[int] = set()
        for observation in observations:
            record = self._record(observation)
            if len(subjects - {""}) > 1:
                record.why = "patient_unclear"
            self.records.bind(record)
            used |= {*record.analyte, *record.value, *record.dates, *record.specimen}
            used |= {i for cell in (*record.units, *record.ends) for i in cell}
        rest = [i for i in range(begin, end) if i not in used]
        self.identifiers.silence(rest)

    def _record(self, observation: Object) -> Record:
        code, value = object_of(observation, "code"), object_of(observation, "valueQuantity")
        codings = [one for one in array_of(code, "coding") if isinstance(one, Object)]
        specimen = cell_of(object_of(observation, "specimen"), "display")
        texts = [
            cell
            for one in (code, *codings)
            for key in ("text", "display")
            if (cell := cell_of(one, key))
        ]
        analyte, why = self.identifiers.name(
            [cell for one in codings if (cell := cell_of(one, "code"))], texts, specimen
        )
        if self.identifiers.text_of(cell_of(observation, "status")) not in _FINAL:
            why = "not_final"
        ranges = [one for one in array_of(observation, "referenceRange") if isinstance(one, Object)]
        ends = ranges[0] if len(ranges) == 1 else Object()
        return Record(
            analyte=analyte,
            value=cell_of(value, "value"),
            comparator=cell_of(value, "comparator"),
            units=[cell_of(value, "unit") or cell_of(value, "code")],
            ends=(
                cell_of(object_of(ends, "high"), "value"),
                cell_of(object_of(ends, "low"), "value"),
            ),
            dates=cell_of(observation, "effectiveDateTime"),
            specimen=specimen,
            why=why,
        )
