"""Which of several values of one code are of another time, and is their order known?

A value without a day counts as the present one, and undated values of a code that has a trend are
a series in the order of the text (evidence file, 2.0.8 and 2.23). So an earlier value stays only
where its day, or its place in such a series, says that it is earlier. Where the order cannot be
told, the values in doubt are left.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from b2m_core.contract.codes import ObservationCode
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.dates.calendar import Day
from b2m_core.reading.models import Spotted
from b2m_core.reading.observing.measurements import Measurements
from b2m_core.reading.observing.text import Text


@dataclass(slots=True, eq=False)
class _Point:
    """A value, its number, and every day that its dates may mean."""

    spotted: Spotted
    bound: Bound
    days: tuple[Day, ...]

    @property
    def dated(self) -> bool:
        return self.bound.day is not None

    @property
    def unclear(self) -> bool:
        """Whether dates are written that give no day."""
        return bool(self.bound.dates) and not self.dated


class Times:
    """Settles the times of the values of a text."""

    def __init__(self, text: Text, measurements: Measurements) -> None:
        """Look at one text."""
        self.text = text
        self.results = text.results
        self.values = measurements.values
        rules = text.library.rules.values()
        self.serial = {rule.trend.series for rule in rules if rule.trend is not None}

    def settle(self) -> None:
        """Leave every value that would be taken for the present one, or for one of its day."""
        by_code: dict[ObservationCode, list[_Point]] = defaultdict(list)
        unclear: set[int] = set()
        for number, spotted in self.values.items():
            bound = self.text.bindings.bound[number]
            point = _Point(spotted, bound, self.text.days.meant_by(bound.dates))
            by_code[spotted.observation.code].append(point)
            if point.unclear:
                unclear.update(bound.dates)
        for code, points in by_code.items():
            if len(points) > 1:
                self._settle(points, serial=code in self.serial)
        for i in unclear:
            item = self.text.page.items[i]
            self.results.leave("day_unclear", None, item.place)

    def _settle(self, points: list[_Point], *, serial: bool) -> None:
        points = self._without_unordered(points)
        if not serial:
            points = self._without_vague(points)
        undated = [point for point in points if not point.dated]
        if not undated:
            return
        in_time = _in_time(points)
        if len(undated) < len(points):
            self._settle_mixed(points, in_time, serial=serial)
        elif in_time is None:
            followed = _followed(points)
            self._leave("earlier_value", [one for one in points if id(one.bound) in followed])
        elif not serial or in_time != points:
            self._leave("earlier_value", in_time[:-1])

    def _settle_mixed(
        self, points: list[_Point], in_time: list[_Point] | None, *, serial: bool
    ) -> None:
        """Some have a day and some have none: what is followed by one with a day is no present."""
        if in_time is None:
            followed = _followed(points, by_dated=True)
            self._leave("earlier_value", [one for one in points if id(one.bound) in followed])
            return
        last_dated = max(k for k, point in enumerate(in_time) if point.dated)
        before, behind = in_time[:last_dated], in_time[last_dated + 1 :]
        last = in_time[last_dated]
        is_today = last.bound.day is not None and last.bound.day.on == self.text.today
        alone = not any(point.dated for point in before)
        if serial and in_time == points and is_today and alone:
            self.results.undate(last.spotted)  # a series in the order of the text, up to today
            return
        self._leave("earlier_value", [point for point in before if not point.dated])
        said = set(behind)
        if not serial or behind != [point for point in points if point in said]:
            self._leave("earlier_value", behind[:-1])

    def _without_unordered(self, points: list[_Point]) -> list[_Point]:
        """The points without those whose place among the others cannot be told."""
        if _in_time(points) is not None and not all(point.dated for point in points):
            return points
        doubted = [point for point in points if point.unclear]
        cells = [point for point in points if point.bound.placed and not point.bound.dates]
        if len({point.spotted.observation.value for point in cells}) > 1:
            # The newest may stand first or last.
            points = self._without("order_unclear", points, set(cells))
        if doubted and _in_either_order(points) is not None:
            doubted = []
        return self._without("order_unclear", points, {*doubted, *_overlapping(points)})

    def _without_vague(self, points: list[_Point]) -> list[_Point]:
        """The points without earlier ones of which only a month or the like is known.

        Only a series has a use for them.
        """
        latest = max((p.bound.day.on for p in points if p.bound.day is not None), default=None)
        others = any(not point.dated for point in points)
        vague = {
            point
            for point in points
            if (day := point.bound.day) is not None and day.assumed and (others or day.on != latest)
        }
        return self._without("earlier_value", points, vague)

    def _without(self, why: Why, points: list[_Point], doubted: set[_Point]) -> list[_Point]:
        self._leave(why, [point for point in points if point in doubted])
        return [point for point in points if point not in doubted]

    def _leave(self, why: Why, points: Sequence[_Point]) -> None:
        self.results.take_back(why, [point.spotted for point in points])


def _in_time(points: list[_Point]) -> list[_Point] | None:
    """The points from the earliest on, where words, signs or their days say so; else null."""
    orders = {
        point.bound.order if point.bound.follows is before.bound else None
        for before, point in pairwise(points)
    }
    if orders == {"later"}:
        return points
    if orders == {"earlier"}:
        return points[::-1]
    return _in_either_order(points)


def _in_either_order(points: list[_Point]) -> list[_Point] | None:
    """The points in the order of their days, where each way to read the dates gives the same."""
    if not any(point.unclear for point in points) or not all(point.days for point in points):
        return None
    ways = [
        sorted(range(len(points)), key=lambda k: points[k].days[way % len(points[k].days)].on)
        for way in (0, 1)
    ]
    return [points[k] for k in ways[0]] if ways[0] == ways[1] else None


def _followed(points: list[_Point], *, by_dated: bool = False) -> set[int]:
    """The numbers, by identity, that another one is said to be later than."""
    found: set[int] = set()
    for point in points:
        before = point.bound.follows
        if before is None or point.bound.order is None:
            continue
        later, earlier = (
            (point.bound, before) if point.bound.order == "later" else (before, point.bound)
        )
        if not by_dated or later.day is not None or id(later) in found:
            found.add(id(earlier))
    return found


def _overlapping(points: list[_Point]) -> set[_Point]:
    """The points of which only a month or the like is known, and another one lies within it.

    Two results of one sample have the same day by what the text says.
    """
    dated = [(day, point) for point in points if (day := point.bound.day) is not None]
    dated.sort(key=lambda pair: pair[0].on)
    doubted: set[_Point] = set()
    for (first, one), (second, other) in pairwise(dated):
        differs = one.spotted.observation.value != other.spotted.observation.value
        if second.on > first.last or not differs or one.bound.same_sample is not None:
            continue
        doubted |= {point for day, point in ((first, one), (second, other)) if day.assumed}
    return doubted
