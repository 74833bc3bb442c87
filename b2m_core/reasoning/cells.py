"""All completions of the unknown inputs at once.

An input that is not settled is cut into cells: pieces within which no comparison changes. One cell
of every input together is a completion; completions are numbered. What holds in which completion is
one whole number whose bit n speaks for completion n, so that ``and``, ``or`` and ``not`` over all
completions are ``&``, ``|`` and ``^``. Nothing is sampled: the result is exact.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import prod
from typing import TypeAlias

from b2m_core.case.intervals import End, Interval

Truth: TypeAlias = int
"""Where something holds: bit n is 1 when it does in completion n."""


class Cells:
    """Inputs cut into cells, and the truths over all their combinations."""

    def __init__(self, inputs: Mapping[Hashable, Sequence[Hashable]]) -> None:
        """``inputs`` holds the cells of each input; each has at least one."""
        self.size = prod(len(cells) for cells in inputs.values())
        self.all: Truth = (1 << self.size) - 1
        self._stride: dict[Hashable, int] = {}
        self._each: dict[Hashable, dict[Hashable, Truth]] = {}
        stride = 1
        for name, cells in inputs.items():
            # The first cell holds in `stride` completions out of every `stride * len(cells)`.
            first = ((1 << stride) - 1) * (self.all // ((1 << stride * len(cells)) - 1))
            self._stride[name] = stride
            self._each[name] = {cell: first << number * stride for number, cell in enumerate(cells)}
            stride *= len(cells)

    def where(self, name: Hashable, wanted: Iterable[Hashable]) -> Truth:
        """Where an input is in one of these cells; a cell that it does not have is nowhere."""
        each = self._each[name]
        result: Truth = 0
        for cell in wanted:
            result |= each.get(cell, 0)
        return result

    def freed(self, name: Hashable, truth: Truth) -> Truth:
        """Where it would hold for some cell of this input, all others unchanged."""
        stride, each = self._stride[name], self._each[name].values()
        somewhere: Truth = 0
        for number, cell in enumerate(each):
            somewhere |= (truth & cell) >> number * stride
        spread: Truth = 0
        for number in range(len(each)):
            spread |= somewhere << number * stride
        return spread

    def each(self, name: Hashable) -> tuple[Truth, ...]:
        """For each cell of an input, where it is in that cell."""
        return tuple(self._each[name].values())


def cut(intervals: Iterable[Interval], places: Sequence[End]) -> tuple[int, ...]:
    """The cells of a quantity: each is the number of ends (``places``, rising) below it."""
    found: set[int] = set()
    for interval in intervals:
        below = bisect_right(places, interval.low)
        found.update(range(below, max(below, bisect_left(places, interval.high)) + 1))
    return tuple(sorted(found))
