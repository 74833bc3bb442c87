"""Serial values in words: from which value to which, by how much, in how many days."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import cast

from b2m_core.answering.wording import Speaker
from b2m_core.contract.models import Observation
from b2m_core.knowledge.schema.rules import Trend
from b2m_core.units import percent_change, rounded_beside

DECIMALS = 1
TWO = 2


def serial(trend: Trend, values: Sequence[Observation], speaker: Speaker) -> Iterator[str]:
    """The sentences for values in time order, one for each point in time: the last beside the one
    before and beside the first, and the highest where it is none of these."""
    changes = speaker.changes
    first, before, last = values[0], values[-2], values[-1]
    change = _change(trend, before, last, speaker)
    sentence = changes.changed if change else changes.between
    yield sentence.format(
        earlier=_valued(before, speaker), later=_valued(last, speaker), change=change
    )
    if len(values) == TWO:
        return
    if since := _change(trend, first, last, speaker):
        yield changes.since_first.format(earlier=_valued(first, speaker), change=since)
    highest = max(values, key=_number)
    if _number(highest) > max(map(_number, (first, before, last))):
        yield changes.highest.format(value=_valued(highest, speaker))


def beside(
    trend: Trend, values: Sequence[Observation], others: Sequence[Observation], speaker: Speaker
) -> tuple[str, bool] | None:
    """The values of the series ``beside`` on two days that the trend compares, and whether they
    have risen; null where they are not known of both days.
    """
    for earlier in (values[-2], values[0]):
        days = earlier.effective, values[-1].effective
        pair = [[one for one in others if day and one.effective == day] for day in days]
        if all(len(found) == 1 for found in pair):
            first, last = pair[0][0], pair[1][0]
            if change := _change(trend, first, last, speaker):
                said = speaker.changes.beside.format(
                    label=speaker.labels.observations[first.code],
                    earlier=_valued(first, speaker),
                    later=_valued(last, speaker),
                    change=change,
                )
                return said, _number(last) > _number(first)
    return None


def _valued(observation: Observation, speaker: Speaker) -> str:
    return speaker.changes.valued(speaker.labels.stated(observation), observation.effective)


def _change(trend: Trend, earlier: Observation, later: Observation, speaker: Speaker) -> str:
    """The change in words; nothing where one of both is no exact number, or a share of nothing."""
    if not earlier.comparator == later.comparator == "=" or _number(earlier) <= 0:
        return ""
    limits = [(ratio - 1) * 100 for ratio in (trend.rising, trend.falling)]
    percent = rounded_beside(percent_change(_number(earlier), _number(later)), DECIMALS, limits)
    return speaker.changes.said(percent, earlier, later)


def _number(observation: Observation) -> Decimal:
    return cast("Decimal", observation.value)  # a series is of one quantity
