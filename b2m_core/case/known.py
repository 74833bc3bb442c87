"""What is known now: for each code the values or words it may have, and the series.

Start with ``known``. Nothing is concluded here beyond what statements themselves imply.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias, cast

from b2m_core.case.case import Case, Entry
from b2m_core.case.intervals import (
    ANY,
    End,
    Interval,
    all_above,
    all_below,
    of_comparisons,
    of_observation,
    point,
)
from b2m_core.contract.codes import CODED_VALUES, QUANTITIES, ObservationCode, QuantityCode
from b2m_core.contract.models import PRESENCE_VALUES, Observation
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.inference import Implies, Level

MarkKind: TypeAlias = Literal[
    "unit_assumed",
    "specimen_assumed",
    "censored",
    "conflicting",
    "implausible",
    "single",
    "unit_unclear",
    "specimen_unclear",
    "patient_unclear",
]

PRESENT, ABSENT, SUSPECTED = PRESENCE_VALUES


class Mark(NamedTuple):
    """Something that happened to an observation on its way here.

    ``unit_unclear``, ``specimen_unclear`` and ``patient_unclear`` say that a value was left unused
    for that reason.
    """

    kind: MarkKind
    code: ObservationCode


@dataclass(frozen=True)
class Known:
    """What is known of a case.

    ``values`` and ``words`` hold the alternatives for the latest time; words include ``suspected``.
    ``series`` has one item a point in time, oldest first, each with its alternatives. ``doubted``
    are codes that are used both ways. ``used`` are the observations all this comes from.
    """

    values: Mapping[ObservationCode, tuple[Interval, ...]]
    words: Mapping[ObservationCode, tuple[str, ...]]
    series: Mapping[ObservationCode, tuple[tuple[Interval, ...], ...]]
    marks: tuple[Mark, ...]
    doubted: frozenset[ObservationCode]
    used: tuple[Observation, ...]
    implausible: tuple[Observation, ...]

    def states(self, code: ObservationCode) -> bool:
        """Something was stated of this code, or follows from what was stated."""
        return code in self.values or code in self.words

    def exactly(self, code: ObservationCode) -> bool:
        """The quantity has one exact value."""
        values = self.values.get(code, ())
        return len(values) == 1 and values[0].exact

    def limit(self, level: Level) -> Interval:
        """Where the upper limit of a level may lie."""
        stated = self.values.get(level.limit, ()) if level.limit else ()
        if stated:
            return Interval(min(one.low for one in stated), max(one.high for one in stated))
        return of_comparisons(level.limit_range) if level.limit_range else ANY


def level_ends(limit: Interval) -> tuple[End, End]:
    """Up to the first end a value is surely within the limit, from the second on surely above."""
    return (limit.low[0], 1), limit.high


def whole_numbers(library: Library) -> frozenset[ObservationCode]:
    """The quantities that only have whole numbers, in themselves or as a formula takes them."""
    formulas = (rule.formula for rule in library.rules.values() if rule.formula)
    return frozenset(
        (
            *(code for code, item in library.quantities.items() if item.whole_number),
            *(code for formula in formulas for code in formula.whole_numbers),
        )
    )


def possible_words(code: ObservationCode) -> tuple[str, ...]:
    """The words that a completion may give a code: ``suspected`` is no way things can be."""
    return CODED_VALUES.get(code, (PRESENT, ABSENT))


def known(case: Case, library: Library, marks: Iterable[Mark] = ()) -> Known:
    """What the case says now.

    ``marks`` are those that reading made. A value outside the plausible range is not used.
    """
    plausible, implausible = _sorted_out(case, library)
    found = list(marks)
    found += [Mark("implausible", entry.observation.code) for entry in implausible]
    values: dict[ObservationCode, tuple[Interval, ...]] = {}
    words: dict[ObservationCode, tuple[str, ...]] = {}
    series: dict[ObservationCode, tuple[tuple[Interval, ...], ...]] = {}
    used: list[Entry] = []
    serial = {rule.trend.series for rule in library.rules.values() if rule.trend}
    whole = whole_numbers(library)
    doubted: set[ObservationCode] = set()
    latest: dict[ObservationCode, Entry] = {}
    for code in dict.fromkeys(entry.observation.code for entry in plausible):
        entries = sorted((e for e in plausible if e.observation.code == code), key=_when)
        points = _points(entries, undated_apart=code in serial)
        counted = points if code in serial else points[-1:]
        used += [entry for together in counted for entry in together]
        latest[code] = points[-1][-1]
        if any(len(_said(together)) > 1 for together in counted):
            found.append(Mark("conflicting", code))
        if code in QUANTITIES:
            in_time = tuple(_alternatives(together, code in whole) for together in counted)
            values[code] = in_time[-1]
            if code in serial:
                series[code] = in_time
                if len(points) == 1:
                    found.append(Mark("single", code))
        else:
            words[code] = tuple(dict.fromkeys(str(e.observation.value) for e in points[-1]))
    for entry in used:
        found += _marks_of(entry.observation)
    for implies in library.implies:
        _follow(implies, words, doubted, found)
    result = Known(values, words, series, (), frozenset(), (), ())
    for level in library.levels.values():
        _compare_with_number(level, result, words, latest, doubted, found)
    return Known(
        values=values,
        words=words,
        series=series,
        marks=tuple(dict.fromkeys(found)),
        doubted=frozenset(doubted),
        used=tuple(entry.observation for entry in used),
        implausible=tuple(entry.observation for entry in implausible),
    )


def _sorted_out(case: Case, library: Library) -> tuple[list[Entry], list[Entry]]:
    """The entries that can be so, and those that cannot."""
    plausible: list[Entry] = []
    implausible: list[Entry] = []
    for entry in case.entries:
        observation = entry.observation
        item = library.quantities.get(cast("QuantityCode", observation.code))
        if item is None:
            plausible.append(entry)
            continue
        value = observation.value
        if isinstance(value, Decimal) and not point(value).within(of_comparisons(item.plausible)):
            implausible.append(entry)
        else:
            plausible.append(entry)
    return plausible, implausible


def _when(entry: Entry) -> tuple[date, int, bool]:
    """Dated values by their date, undated ones by the day they were stated, else last."""
    stated = entry.observation.effective
    return stated or entry.day or date.max, entry.turn, stated is None


def _points(entries: list[Entry], *, undated_apart: bool) -> list[list[Entry]]:
    """Entries of one code, sorted by time, put together where they are of the same time."""

    def time(numbered: tuple[int, Entry]) -> tuple[object, ...]:
        number, entry = numbered
        stated = entry.observation.effective
        apart = number if undated_apart and stated is None else -1
        return stated, entry.turn, apart

    return [[entry for _, entry in group] for _, group in groupby(enumerate(entries), key=time)]


def _said(together: list[Entry]) -> set[tuple[object, str]]:
    return {(entry.observation.value, entry.observation.comparator) for entry in together}


def _alternatives(together: list[Entry], whole: bool) -> tuple[Interval, ...]:
    intervals = (of_observation(entry.observation) for entry in together)
    return tuple(dict.fromkeys(one.whole() if whole else one for one in intervals))


def _marks_of(observation: Observation) -> Iterable[Mark]:
    if "unit" in observation.assumed:
        yield Mark("unit_assumed", observation.code)
    if "specimen" in observation.assumed:
        yield Mark("specimen_assumed", observation.code)
    if observation.comparator in ("<", "<=", ">", ">="):
        yield Mark("censored", observation.code)


def _follow(
    implies: Implies,
    words: dict[ObservationCode, tuple[str, ...]],
    doubted: set[ObservationCode],
    found: list[Mark],
) -> None:
    """Add what one statement says about another; doubt both where they contradict."""
    first = words.get(implies.code, ())
    then = words.get(implies.then, ())
    so, not_so = first == (implies.says,), bool(then) and SUSPECTED not in then
    not_so = not_so and implies.then_says not in then
    if so and not_so:
        doubted.update((implies.code, implies.then))
        found += [Mark("conflicting", implies.code), Mark("conflicting", implies.then)]
    elif so:
        words[implies.then] = (implies.then_says,)
    elif not_so:
        others = tuple(w for w in possible_words(implies.code) if w != implies.says)
        words[implies.code] = tuple(w for w in first if w in others) or others


def _compare_with_number(
    level: Level,
    now: Known,
    words: dict[ObservationCode, tuple[str, ...]],
    latest: Mapping[ObservationCode, Entry],
    doubted: set[ObservationCode],
    found: list[Mark],
) -> None:
    """Where a number contradicts a stated level, a later number counts; otherwise both do."""
    stated, number = words.get(level.code), now.values.get(level.value)
    if not stated or not number:
        return
    within, above = CODED_VALUES[level.code]
    surely_within, surely_above = level_ends(now.limit(level))
    contradicts = (stated == (above,) and all_below(number, surely_within)) or (
        stated == (within,) and all_above(number, surely_above)
    )
    if not contradicts:
        return
    if latest[level.value].turn > latest[level.code].turn:
        del words[level.code]
    else:
        doubted.add(level.code)
        found.append(Mark("conflicting", level.code))


def stated_level_bounds(
    library: Library, now: Known, code: ObservationCode
) -> tuple[Interval, ...]:
    """What a stated level alone says of the value of ``code``."""
    for level in library.levels.values():
        within = CODED_VALUES[level.code][0]
        if (
            level.value == code
            and level.normal_means is not None
            and level.code not in now.doubted
            and now.words.get(level.code) == (within,)
        ):
            return (of_comparisons(level.normal_means),)
    return (ANY,)
