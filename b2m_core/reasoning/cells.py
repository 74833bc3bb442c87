"""All completions of the unknown inputs at once.

An input that is not settled is cut into cells: pieces within which no comparison changes. One cell
of every input together is a completion; completions are numbered. What holds in which completion is
one whole number whose bit n speaks for completion n, so that ``and``, ``or`` and ``not`` over all
completions are ``&``, ``|`` and ``^``. Nothing is sampled: the result is exact.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias

from b2m_core.case.intervals import End, Interval

Truth: TypeAlias = int
"""Where something holds: bit n is 1 when it does in completion n."""


class Cells:
    """Inputs cut into cells, and the truths over all their combinations."""

    def __init__(self, inputs: Mapping[Hashable, Sequence[Hashable]]) -> None:
        """``inputs`` holds the cells of each input; each has at least one."""
        self._cells = inputs
        self._stride: dict[Hashable, int] = {}
        size = 1
        for name, cells in inputs.items():
            self._stride[name] = size
            size *= len(cells)
        self.size = size
        self.all: Truth = (1 << size) - 1

    def where(self, name: Hashable, wanted: Iterable[Hashable]) -> Truth:
        """Where an input is in one of these cells."""
        cells, stride = self._cells[name], self._stride[name]
        one = (1 << stride) - 1
        pattern = 0
        for number, cell in enumerate(cells):
            if cell in wanted:
                pattern |= one << (number * stride)
        return pattern * (self.all // ((1 << (stride * len(cells))) - 1))

    def freed(self, name: Hashable, truth: Truth) -> Truth:
        """Where it would hold for some cell of this input, all others unchanged."""
        cells, stride = self._cells[name], self._stride[name]
        first = self.where(name, cells[:1])
        somewhere = 0
        for number in range(len(cells)):
            somewhere |= truth >> (number * stride) & first
        spread = 0
        for number in range(len(cells)):
            spread |= somewhere << (number * stride)
        return spread

    def each(self, name: Hashable) -> list[Truth]:
        """For each cell of an input, where it is in that cell."""
        return [self.where(name, (cell,)) for cell in self._cells[name]]


def cut(intervals: Iterable[Interval], ends: Iterable[End]) -> tuple[int, ...]:
    """The cells of a quantity: each is the number of ends (sorted) that lie below it."""
    places = sorted(set(ends))
    found: set[int] = set()
    for interval in intervals:
        below = sum(end <= interval.low for end in places)
        within = sum(interval.low < end < interval.high for end in places)
        found.update(range(below, below + within + 1))
    return tuple(sorted(found))
