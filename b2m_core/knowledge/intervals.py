"""How a range of numbers is cut at thresholds, so that each piece decides every comparison."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from b2m_core.knowledge.schema import Comparisons


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from ``low`` to ``high``; null is without end, ``_in``: the end belongs to it.

    Raises ``ValueError`` where no number lies between the ends.
    """

    low: Decimal | None = None
    low_in: bool = False
    high: Decimal | None = None
    high_in: bool = False

    def __post_init__(self) -> None:
        """Refuse an empty interval."""
        if self.low is None or self.high is None:
            return
        if self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in)):
            raise ValueError(f"no number lies in {self}")

    def __str__(self) -> str:
        """The interval as mathematics writes it."""
        low = "-∞" if self.low is None else str(self.low)
        high = "∞" if self.high is None else str(self.high)
        return f"{'[' if self.low_in else '('}{low}, {high}{']' if self.high_in else ')'}"

    def cut(self, thresholds: Iterable[Decimal]) -> tuple["Interval", ...]:
        """The pieces between the thresholds and the thresholds themselves, in rising order."""
        pieces = []
        low, low_in = self.low, self.low_in
        for limit in sorted(set(thresholds)):
            if limit not in self:
                continue
            if low is None or low < limit:
                pieces.append(Interval(low, low_in, limit, high_in=False))
            pieces.append(Interval(limit, True, limit, True))
            low, low_in = limit, False
        if self.high is None or low is None or low < self.high:
            pieces.append(Interval(low, low_in, self.high, self.high_in))
        return tuple(pieces)

    def __contains__(self, number: Decimal) -> bool:
        """Whether a number lies in the interval."""
        above = self.low is None or number > self.low or (self.low_in and number == self.low)
        below = self.high is None or number < self.high or (self.high_in and number == self.high)
        return above and below

    def example(self) -> Decimal:
        """A number of the interval."""
        if self.low is not None and self.low_in:
            return self.low
        if self.high is not None and self.high_in:
            return self.high
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        if self.low is not None:
            return self.low + 1
        return Decimal(0) if self.high is None else min(self.high / 2, self.high - 1)


def holds(number: Decimal, comparisons: Comparisons) -> bool:
    """Whether a number satisfies every comparison that is given."""
    return not (
        (comparisons.gt is not None and not number > comparisons.gt)
        or (comparisons.ge is not None and not number >= comparisons.ge)
        or (comparisons.lt is not None and not number < comparisons.lt)
        or (comparisons.le is not None and not number <= comparisons.le)
    )
