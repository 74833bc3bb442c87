"""Which results do pasted OBX segments of HL7 version 2 hold?

Only what a result needs is read (HL7 v2.5.1, chapter 7.4.2): OBX-3 identifier, OBX-5 value, OBX-6
units, OBX-7 references range, OBX-11 status, OBX-14 date of the observation. Pasted pieces are
often broken, so nothing is demanded of the rest of the message. Other segments hold no results;
the words of OBR and SPM say the specimen of those that follow.
"""

from typing import Final

from b2m_core.reading.binding.bound import Bindings
from b2m_core.reading.dates.calendar import of_compact
from b2m_core.reading.items import SPECIMENS
from b2m_core.reading.layouts.identifiers import Identifiers
from b2m_core.reading.layouts.lines import lines_of
from b2m_core.reading.layouts.records import Cell, Record, Records
from b2m_core.reading.numbers import readings

_RESULT: Final = "OBX"
_SPECIMEN: Final = ("OBR", "SPM")
_NO_RESULTS: Final = (*_SPECIMEN, "MSH", "EVN", "PID", "PD1", "NK1", "PV1", "PV2", "ORC", "IN1")
_COLLECTED: Final = 7
"""The field of an OBR segment with the day on which its sample was taken."""
_IDENTIFIER, _VALUE, _UNITS, _RANGE, _STATUS, _DAY = 3, 5, 6, 7, 11, 14
_FINAL: Final = ("", "F", "C")
"""Final and corrected; a piece that breaks off before its status is taken as it is."""


class Hl7:
    """Binds the OBX segments of a page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items
        self.records = Records(bindings)
        self.identifiers = Identifiers(bindings)

    def bind(self) -> None:
        """Bind the value of every OBX segment."""
        if not any(item.text == "|" for item in self.items):
            return
        specimen: Cell = []
        collected: Cell = []
        for line in lines_of(self.items):
            if len(line) < 2 or self.items[line[1]].text != "|":  # noqa: PLR2004 - name and bar
                continue
            segment = self.items[line[0]].text
            if segment == _RESULT:
                self._result(line, specimen, collected)
            elif segment in _NO_RESULTS:
                if segment in _SPECIMEN:
                    told = [i for i in line if self.items[i].cues & set(SPECIMENS)]
                    specimen = told or ([] if segment == "OBR" else specimen)
                if segment == "OBR":
                    collected = self._day(self._fields(line, _COLLECTED)[_COLLECTED])
                kept = {*specimen, *collected}
                self.identifiers.silence([i for i in line if i not in kept])

    def _fields(self, line: Cell, last: int) -> list[Cell]:
        """The fields of a segment, at least up to the one with this number."""
        fields = self._split(line, "|")
        return fields + [[] for _ in range(last + 1 - len(fields))]

    def _result(self, line: Cell, specimen: Cell, collected: Cell) -> None:
        fields = self._fields(line, _DAY)
        identifier = self._split(fields[_IDENTIFIER], "^")
        analyte, why = self.identifiers.name(identifier[:1], identifier[1:2], specimen)
        status = self.identifiers.text_of(fields[_STATUS])
        if status not in _FINAL:
            why = "not_final"
        self._take_numeric(fields[_VALUE])
        self.records.bind(
            Record(
                analyte=analyte,
                value=fields[_VALUE],
                units=[self._split(fields[_UNITS], "^")[0]],
                reference=fields[_RANGE],
                dates=self._day(fields[_DAY]) or collected,
                specimen=specimen,
                why=why,
            )
        )
        used = {*analyte, *fields[_VALUE], *fields[_RANGE], *fields[_DAY], *fields[_UNITS]}
        self.records.leave(fields[_RANGE], "reference_range")
        self.identifiers.silence([i for i in line if i not in used])

    def _split(self, cell: Cell, separator: str) -> list[Cell]:
        parts: list[Cell] = [[]]
        for i in cell:
            if self.items[i].text == separator:
                parts.append([])
            else:
                parts[-1].append(i)
        return parts

    def _take_numeric(self, value: Cell) -> None:
        """Read the number of ``<^0.5``: a structured numeric, whose parts the sign ^ joins."""
        for i in value:
            item = self.items[i]
            if item.kind == "number" and any(self.items[j].text == "^" for j in value):
                item.numbers = readings(item.text, ".")
                item.broken = not item.numbers

    def _day(self, cell: Cell) -> Cell:
        """The day of ``20261005083000+0100``."""
        if cell and self.items[cell[0]].kind == "number":
            item = self.items[cell[0]]
            item.kind, item.numbers = "date", ()
            item.days = of_compact(item.text, self.bindings.today)
            self.identifiers.silence(cell[1:])
        return cell[:1]
