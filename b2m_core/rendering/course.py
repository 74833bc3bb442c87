"""What a chart of serial values shows, before it is drawn, and the same in words.

Start with ``course``. It needs no drawing library, so that a surface can ask quickly whether there
is a chart. Only values with a day are shown; what is left out is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from b2m_core.contract.charting import Charting
from b2m_core.contract.codes import CANONICAL_UNITS
from b2m_core.contract.models import Answer, Observation
from b2m_core.units import percent_change, rounded

MOST_LISTED = 12
"""So many values are listed one by one in words; of more, those that matter most."""


class NoChart(ValueError):
    """There is nothing to draw; the message says why and what to do, in the words of the user."""


@dataclass(frozen=True)
class Line:
    """A level across the chart: a laboratory's limit, or cut-offs of diseases."""

    value: Decimal
    text: str
    is_limit: bool


@dataclass(frozen=True)
class Course:
    """The values of one chart in time order, each with its day, and the whole in words (``alt``).

    ``beside`` is empty where nothing is known of it. ``notes`` say what is not shown.
    """

    title: str
    values: tuple[Observation, ...]
    beside: tuple[Observation, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    alt: str


def course(answer: Answer, charting: Charting) -> Course:
    """What a chart of this answer shows. Raises ``NoChart`` below values of two different days."""
    values = _dated(answer, charting.series)
    if len({day_of(value) for value in values}) < 2:  # noqa: PLR2004 (a course has two ends)
        raise NoChart(charting.words["too_few"])
    beside = _dated(answer, charting.beside)
    lines = (*_limits(answer, charting), *_cut_offs(answer, charting))
    notes = tuple(_undated(answer, charting))
    title = charting.words["title"].format(label=charting.labels.observations[charting.series])
    said = (
        f"{title}.",
        *_in_words(values, charting),
        *(_in_words(beside, charting) if beside else ()),
        *(f"{line.text}." for line in lines),
        *notes,
    )
    return Course(title, values, beside, lines, notes, " ".join(said))


def day_of(observation: Observation) -> date:
    """The day of an observation that has one; raises ``ValueError`` where it has none."""
    if observation.effective is None:
        raise ValueError(f"{observation.code} has no day")
    return observation.effective


def value_of(observation: Observation) -> Decimal:
    """The number of a quantity; raises ``ValueError`` for a word."""
    if not isinstance(observation.value, Decimal):
        raise ValueError(f"{observation.code} is no quantity")
    return observation.value


def outstanding(values: Sequence[Observation]) -> tuple[Observation, ...]:
    """First, last, highest and lowest of values in time order, each once, in that order."""
    chosen = (values[0], values[-1], max(values, key=value_of), min(values, key=value_of))
    return tuple(dict.fromkeys(chosen))


def _dated(answer: Answer, code: str) -> tuple[Observation, ...]:
    """In time order; what was stated twice of one day counts once."""
    found = [o for o in answer.observations if o.code == code and o.effective is not None]
    stated = {(day_of(o), value_of(o), o.comparator): o for o in sorted(found, key=day_of)}
    return tuple(stated.values())


def _undated(answer: Answer, charting: Charting) -> Iterable[str]:
    codes = (charting.series, charting.beside)
    undated = [o for o in answer.observations if o.code in codes and o.effective is None]
    if undated:
        named = ", ".join(charting.labels.named(observation) for observation in undated)
        yield charting.words["undated"].format(values=named)


def _limits(answer: Answer, charting: Charting) -> Iterable[Line]:
    stated = {
        value_of(o): o
        for o in answer.observations
        if o.code == charting.limit and o.comparator == "="
    }
    for value, observation in sorted(stated.items()):
        yield Line(value, charting.labels.named(observation), is_limit=True)


def _cut_offs(answer: Answer, charting: Charting) -> Iterable[Line]:
    """Those of rules that speak of this patient: not of a disease that nobody has named."""
    rules: dict[Decimal, list[str]] = {}
    for finding in answer.findings:
        if finding.status != "not_applicable" and finding.applies_if is None:
            for threshold in charting.cut_offs.get(finding.rule, ()):
                rules.setdefault(threshold, []).append(charting.labels.rules[finding.rule])
    unit = CANONICAL_UNITS[charting.series]
    for threshold in sorted(rules):
        text = charting.words["cut_off"].format(
            value=charting.labels.with_unit(threshold, unit), rules="; ".join(rules[threshold])
        )
        yield Line(threshold, text, is_limit=False)


def _in_words(values: Sequence[Observation], charting: Charting) -> Iterable[str]:
    """The values with their days, and the change from the first to the last where it is exact."""
    labels, words = charting.labels, charting.words
    shown = values if len(values) <= MOST_LISTED else sorted(outstanding(values), key=day_of)
    listed = ", ".join(f"{labels.stated(o)} ({day_of(o).isoformat()})" for o in shown)
    form = "listed" if len(shown) == len(values) else "outstanding"
    yield words[form].format(
        label=labels.observations[values[0].code], values=listed, count=len(values)
    )
    ends = [o for o in values if day_of(o) in (day_of(values[0]), day_of(values[-1]))]
    first, last = ends[0], ends[-1]
    exact = len(ends) == 2 and first.comparator == last.comparator == "="  # noqa: PLR2004
    if exact and value_of(first) > 0:
        percent = rounded(percent_change(value_of(first), value_of(last)), 1)
        yield charting.changes.changed.format(
            earlier=labels.stated(first),
            later=labels.stated(last),
            change=charting.changes.said(percent, first, last),
        )
