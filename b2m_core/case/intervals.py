"""Which values a quantity may have: intervals with open and closed ends.

An end is a place between numbers: ``(5, 0)`` lies just below 5, ``(5, 1)`` just above it. Below 5
is everything before ``(5, 0)``, at most 5 everything before ``(5, 1)``. So open and closed, above
and at least, are all decided by comparing two ends.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple, TypeAlias

from b2m_core.contract.models import Observation
from b2m_core.knowledge.schema.conditions import Comparisons

End: TypeAlias = tuple[Decimal, int]

LOWEST: End = (Decimal(0), 0)
HIGHEST: End = (Decimal("Infinity"), 0)
ABOUT = Decimal("0.1")
"""How far the value of an approximate observation may be off, as a share of it."""


class Interval(NamedTuple):
    """Every number between two ends. No quantity is negative."""

    low: End
    high: End

    @property
    def exact(self) -> bool:
        """Only one number is in it."""
        return self.low[0] == self.high[0]

    def whole(self) -> "Interval":
        """The whole numbers in it, from the first to the last; itself when there are none."""
        narrowed = Interval(whole_end(self.low), whole_end(self.high))
        if narrowed.low >= narrowed.high:
            return self
        return Interval(narrowed.low, (narrowed.high[0] - 1, 1))

    def within(self, other: "Interval") -> "Interval | None":
        """What both have in common, null when that is nothing."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low < high else None


ANY = Interval(LOWEST, HIGHEST)


def whole_end(end: End) -> End:
    """The same place among whole numbers, just below one of them."""
    value, above = end
    if not value.is_finite():
        return end
    if above:
        return value.to_integral_value(ROUND_FLOOR) + 1, 0
    return value.to_integral_value(ROUND_CEILING), 0


def point(value: Decimal) -> Interval:
    """The interval that holds one number."""
    return Interval((value, 0), (value, 1))


def of_observation(observation: Observation) -> Interval:
    """The values that an observed quantity may have. Raises ``ValueError`` for a word."""
    value = observation.value
    if not isinstance(value, Decimal):
        raise ValueError(f"{observation.code}: {value} is no number")
    match observation.comparator:
        case "<":
            return Interval(LOWEST, (value, 0))
        case "<=":
            return Interval(LOWEST, (value, 1))
        case ">":
            return Interval((value, 1), HIGHEST)
        case ">=":
            return Interval((value, 0), HIGHEST)
        case "~":
            off = value * ABOUT
            return Interval((value - off, 0), (value + off, 1))
        case _:
            return point(value)


def of_comparisons(comparisons: Comparisons) -> Interval:
    """The values for which all of these comparisons hold."""
    low, high = LOWEST, HIGHEST
    for value, above in ((comparisons.gt, 1), (comparisons.ge, 0)):
        if value is not None:
            low = max(low, (value, above))
    for value, above in ((comparisons.lt, 0), (comparisons.le, 1)):
        if value is not None:
            high = min(high, (value, above))
    return Interval(low, high)


def all_below(intervals: Iterable[Interval], end: End) -> bool:
    """Every value lies below this end."""
    return all(interval.high <= end for interval in intervals)


def all_above(intervals: Iterable[Interval], end: End) -> bool:
    """Every value lies above this end."""
    return all(interval.low >= end for interval in intervals)
