"""What was read, underlined in the text: ``^`` for what was read, ``~`` for what was not used."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from b2m_core.reading.models import Reading

READ: Final = "^"
NOT_USED: Final = "~"


def underlined(text: str, reading: Reading) -> Iterator[str]:
    """The lines of a text, each with a line of marks below it where something in it was seen."""
    marks = [" "] * len(text)
    not_used = [(one.start, one.end) for one in reading.unplaced]
    not_used += [(one.start, one.end) for one in reading.supposed]
    read = [(one.start, one.end) for one in reading.spotted]
    for sign, places in ((NOT_USED, not_used), (READ, read)):
        for start, end in places:
            marks[start:end] = sign * (end - start)
    at = 0
    for line in text.splitlines(keepends=True):
        written = line.rstrip("\r\n")
        # A tab below a tab keeps the columns.
        below = "".join(
            mark if mark.strip() or sign != "\t" else "\t"
            for sign, mark in zip_longest(written, marks[at : at + len(written)], fillvalue=" ")
        ).rstrip()
        yield written
        if below:
            yield below
        at += len(line)
