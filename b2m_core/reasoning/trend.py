"""Serial values compared as ratios.

The last value is compared with the one before; where that is stable, with the first. For given
earlier values each outcome is a span of last values, so that a trend needs no cells of its own
beyond the spans' ends.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from b2m_core.case.intervals import HIGHEST, LOWEST, Interval
from b2m_core.contract.codes import RuleCode
from b2m_core.contract.models import Comparison
from b2m_core.knowledge.schema.rules import Trend

Point: TypeAlias = tuple[Interval, ...]
"""The alternatives for one point in time."""

RISING, FALLING, STABLE = range(3)


def compared_with(series: Sequence[Point]) -> tuple[Point, ...]:
    """The earlier points that the last one is compared with, in order."""
    before = tuple(series[:-1])
    return tuple(dict.fromkeys((*before[-1:], *before[:1])))


def spans(trend: Trend, earlier: Point) -> tuple[list[Interval], list[Interval], list[Interval]]:
    """For which last values the ratio to an earlier point can be rising, falling, stable."""
    rising, falling, stable = [], [], []
    for low, high in earlier:
        rising.append(Interval((low[0] * trend.rising, low[1]), HIGHEST))
        falling.append(Interval(LOWEST, (high[0] * trend.falling, high[1])))
        stable.append(Interval((low[0] * trend.falling, 1), (high[0] * trend.rising, 0)))
    return rising, falling, stable


def comparisons(rule: RuleCode, trend: Trend, series: Sequence[Point]) -> list[Comparison]:
    """The ratios that were compared with the limits, in order, until one is not stable."""
    made = []
    for earlier in compared_with(series):
        rises = _decided(series[-1], earlier, trend.rising, rising=True)
        made.append(_ratio(rule, ">=", trend.rising, rises))
        if rises:
            break
        falls = _decided(series[-1], earlier, trend.falling, rising=False)
        made.append(_ratio(rule, "<=", trend.falling, falls))
        if falls:
            break
    return made


def _ratio(rule: RuleCode, comparator: str, limit: Decimal, holds: bool | None) -> Comparison:
    return Comparison.model_validate(
        {"code": rule, "comparator": comparator, "threshold": limit, "unit": "1", "holds": holds}
    )


def _decided(last: Point, earlier: Point, limit: Decimal, *, rising: bool) -> bool | None:
    """Whether last / earlier is at least (rising) or at most the limit; null when it may be."""
    verdicts = set()
    for end in last:
        for start in earlier:
            lowest = (start.low[0] * limit, start.low[1])
            highest = (start.high[0] * limit, start.high[1])
            if rising:
                always = end.low >= (highest[0], 0)
                never = end.high <= lowest
            else:
                always = end.high <= (lowest[0], 1)
                never = end.low >= highest
            verdicts.add(True if always else False if never else None)
    return verdicts.pop() if len(verdicts) == 1 else None
