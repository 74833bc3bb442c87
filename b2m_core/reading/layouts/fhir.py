"""Which results does pasted FHIR JSON hold: Observations, alone, in a Bundle or in a report?

Of an Observation (FHIR R4) code, valueQuantity, status, effectiveDateTime, referenceRange, specimen
and subject are read. The JSON is taken apart item by item, so that each value keeps its place in
the text, and a piece that breaks off is read as far as it goes.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias, Union

from b2m_core.reading.binding.bound import Bindings
from b2m_core.reading.items import Item
from b2m_core.reading.layouts.identifiers import Identifiers
from b2m_core.reading.layouts.records import Cell, Record, Records

Node: TypeAlias = Union["Object", "Array", Cell]
"""A value of JSON; a string or a number is the items that it consists of."""

_MARKS: Final = ("resourceType", "valueQuantity")
_FINAL: Final = ("", "final", "amended", "corrected")


class Object(dict[str, Node]):
    """An object of JSON."""


class Array(list[Node]):
    """An array of JSON."""


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
        tree, end = _parsed(self.items, begin)
        observations = [one for one in _objects(tree) if "valueQuantity" in one]
        subjects = {
            self.identifiers.text_of(_cell(_of(one, "subject"), "reference"))
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
        code, value = _of(observation, "code"), _of(observation, "valueQuantity")
        codings = [one for one in _list(code, "coding") if isinstance(one, Object)]
        specimen = _cell(_of(observation, "specimen"), "display")
        texts = [
            cell
            for one in (code, *codings)
            for key in ("text", "display")
            if (cell := _cell(one, key))
        ]
        analyte, why = self.identifiers.name(
            [cell for one in codings if (cell := _cell(one, "code"))], texts, specimen
        )
        if self.identifiers.text_of(_cell(observation, "status")) not in _FINAL:
            why = "not_final"
        ranges = [one for one in _list(observation, "referenceRange") if isinstance(one, Object)]
        ends = ranges[0] if len(ranges) == 1 else Object()
        return Record(
            analyte=analyte,
            value=[*_cell(value, "comparator"), *_cell(value, "value")],
            units=[_cell(value, "unit") or _cell(value, "code")],
            ends=(_cell(_of(ends, "high"), "value"), _cell(_of(ends, "low"), "value")),
            dates=_cell(observation, "effectiveDateTime"),
            specimen=specimen,
            why=why,
        )


def _of(node: Object, key: str) -> Object:
    found = node.get(key)
    return found if isinstance(found, Object) else Object()


def _list(node: Object, key: str) -> list[Node]:
    found = node.get(key)
    return found if isinstance(found, Array) else []


def _cell(node: Object, key: str) -> Cell:
    found = node.get(key, [])
    return [] if isinstance(found, (Object, Array)) else found


def _objects(tree: Node) -> Iterator[Object]:
    """Every object in a tree, in the order of the text."""
    waiting: list[Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Object):
            yield node
            waiting += reversed(node.values())
        elif isinstance(node, Array):
            waiting += reversed(node)


def _parsed(items: list[Item], begin: int) -> tuple[Node, int]:
    """The JSON that begins at an item, as far as it goes, and the item behind it."""
    root = Array()
    stack: list[Object | Array] = [root]
    key: str | None = None
    i = begin
    while i < len(items):
        text = items[i].text
        here = stack[-1]
        node: Node | None = None
        if text in "{[":
            node = Object() if text == "{" else Array()
        elif text in "}]":
            stack.pop()
            key = None
            if len(stack) == 1:
                return root, i + 1
        elif text == '"':
            cell, i = _string(items, i)
            if isinstance(here, Object) and key is None:
                key = "".join(items[k].text for k in cell)
            else:
                node = cell
        elif text not in ":," and items[i].kind != "break":
            node = [i]
        if node is not None:
            if isinstance(here, Array):
                here.append(node)
            elif key is not None:
                here[key] = node
                key = None
            if isinstance(node, (Object, Array)):
                stack.append(node)
        i += 1
    return root, len(items)


def _string(items: list[Item], quote: int) -> tuple[Cell, int]:
    """The items between two quotes, and the second quote."""
    cell: Cell = []
    for i in range(quote + 1, len(items)):
        if items[i].text == '"' and items[i - 1].text != "\\":
            return cell, i
        cell.append(i)
    return cell, len(items)
