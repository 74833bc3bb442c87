"""Which items stand on one line?"""

from collections.abc import Iterator

from b2m_core.reading.items import Item
from b2m_core.reading.layouts.records import Cell


def lines_of(items: list[Item]) -> Iterator[Cell]:
    """The items of each line, in the order of the text."""
    line: Cell = []
    for i, item in enumerate(items):
        if item.kind == "break" and item.text in "\n\r":
            yield line
            line = []
        else:
            line.append(i)
    yield line
