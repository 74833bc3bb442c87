"""Which results does pasted JSON hold that follows no standard? ``{"b2m": 6.4, "LDH": 277}``.

A key that names an analyte has its value, or an object that holds it. Otherwise the keys are words
for columns, as in the head of a table: ``{"test": "LDH", "result": 277, "unit": "U/L"}``. A number
that is neither is left: no rule for prose is used inside of JSON.
"""

from collections.abc import Iterator

from b2m_core.reading.binding.bound import Bindings
from b2m_core.reading.layouts.json_tree import QUOTES, Node, Object, objects_of, parsed
from b2m_core.reading.layouts.records import Cell, Record, Records


class JsonResults:
    """Binds the results in the JSON of a page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items
        self.records = Records(bindings)

    def bind(self) -> None:
        """Bind the results of every object; leave all other numbers."""
        i = 0
        while i < len(self.items):
            if not self._begins(i):
                i += 1
                continue
            tree, end = parsed(self.items, i)
            for one in objects_of(tree):
                for record in self._results(one):
                    self.records.bind(record)
            self.records.leave(range(i, end), "no_analyte")
            i = end

    def _begins(self, i: int) -> bool:
        """Whether an object begins at an item: a brace, and a quote behind it."""
        if self.items[i].text != "{":
            return False
        i += 1
        while i < len(self.items) and self.items[i].kind == "break":
            i += 1
        return i < len(self.items) and self.items[i].text in QUOTES

    def _results(self, one: Object) -> Iterator[Record]:
        """The results that an object holds under its own keys."""
        columns = self._columns(one)
        named = [key for key in one if self.records.name_in(one.keys_at[key]) is not None]
        if named:
            for key in named:
                yield self._named(one.keys_at[key], one[key], columns, alone=len(named) == 1)
            return
        analyte = columns.get("analyte") or columns.get("patient", [])
        if analyte and "value" in columns:
            yield self._record(analyte, columns["value"], columns)

    def _named(self, key: Cell, value: Node, around: dict[str, Cell], *, alone: bool) -> Record:
        """The result under a key that names its analyte.

        A unit or comparator beside the key is that of the value where it can be of no other.
        """
        if isinstance(value, Object):
            columns = self._columns(value)
            return self._record(key, columns.get("value", []), columns)
        if isinstance(value, list) and all(isinstance(i, int) for i in value):
            cell = [i for i in value if isinstance(i, int)]
            record = self._record(key, cell, around)
            if not alone and (around.get("unit") or around.get("comparator")):
                record.why = "ambiguous_number"
            return record
        return Record(analyte=key, value=[])

    def _record(self, analyte: Cell, value: Cell, columns: dict[str, Cell]) -> Record:
        return Record(
            analyte=analyte,
            value=value,
            comparator=columns.get("comparator", []),
            units=[columns.get("unit", []), analyte],
            reference=columns.get("reference", []),
            ends=(columns.get("high", []), columns.get("low", [])),
            dates=columns.get("day", []),
            specimen=columns.get("specimen", []),
        )

    def _columns(self, one: Object) -> dict[str, Cell]:
        """What the keys that are words for columns hold, and a comparator under whatever key."""
        found: dict[str, Cell] = {}
        for key, value in one.items():
            cell = one.keys_at[key]
            if not cell or not all(isinstance(i, int) for i in value):
                continue
            held = [i for i in value if isinstance(i, int)]
            if self.records.is_comparator(held):
                found.setdefault("comparator", held)
            for mention in self.page.found.at(self.items[cell[0]].first, "column"):
                if mention.last == self.items[cell[-1]].last:
                    column = next(meaning.what for meaning in mention.of("column"))
                    found.setdefault(column, held)
        return found
