"""How is everything spelled that the knowledge files name, and what does each spelling mean?

A spelling may be written with spaces, hyphens or nothing in its gaps; a unit that divides one by
another in every way that laboratories use.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.observations import CodedItem, Named, Quantity, UnitParts
from b2m_core.knowledge.schema.words import ColumnWords, DateWords
from b2m_core.reading.meanings import Kind, Meaning
from b2m_core.reading.spelling import spelled
from b2m_core.reading.tokens import token_texts

_GAP: Final = re.compile(r"(?<=\w)[ -]+(?=\w)")
_MOST_GAPS: Final = 5
_QUOTIENTS: Final = (
    "{top}/{bottom}",
    "{top} per {bottom}",
    "{top} {bottom}-1",
    "{top} {bottom}^-1",
    "{top}*{bottom}^-1",
    "{top}.{bottom}-1",
    "{top}*{bottom}-1",
    "{top}_{bottom}",
)


def variants(spelling: str) -> Iterator[list[str]]:
    """The ways to write a spelling with a space, a hyphen or nothing in its gaps."""
    parts = _GAP.split(spelled(spelling).text)
    if len(parts) == 1:
        yield token_texts(parts[0])
        return
    gaps = (" ", "-") if len(parts) <= _MOST_GAPS else (" ",)
    for chosen in product(gaps, repeat=len(parts) - 1):
        yield token_texts(
            "".join(part + gap for part, gap in zip(parts, (*chosen, ""), strict=True))
        )


def vocabulary(library: Library, *, cased: bool) -> Iterator[tuple[str, Meaning]]:
    """Every spelling of the library with its meaning."""

    def of(named: Named, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
        for spelling in named.spellings_in_case if cased else named.spellings:
            yield spelling, meaning

    def words(
        kind: Kind, code: str, by_word: Iterable[tuple[str, tuple[str, ...]]]
    ) -> Iterator[tuple[str, Meaning]]:
        if not cased:
            for says, spellings in by_word:
                for spelling in spellings:
                    yield spelling, Meaning(kind, code, says)

    for code, quantity in library.quantities.items():
        yield from of(quantity, Meaning("quantity", code))
        for number, form in enumerate(quantity.forms):
            yield from of(form, Meaning("quantity", code, form=number))
        yield from words("after_number", code, quantity.after_number.items())
        alone = [(str(number), said) for number, said in quantity.said_by_words.items()]
        yield from words("quantity_alone", code, alone)
        yield from words("before_condition", code, quantity.words_before_condition.items())
        yield from _short_names(quantity, "quantity", cased=cased)
    for coded_code, coded in library.coded.items():
        yield from of(coded, Meaning("coded", coded_code))
        yield from _short_names(coded, "coded", cased=cased)
        yield from words("coded_word", coded_code, coded.words.items())
        for word, said in coded.words_alone.items():
            for spelling in () if cased else said:
                when = spelling in coded.say_when
                yield spelling, Meaning("coded_alone", coded_code, word, weak=when)
        yield from words("beside_age", coded_code, coded.words_beside_age.items())
        yield from words("before_condition", coded_code, coded.words_before_condition.items())
    for presence_code, presence in library.presences.items():
        yield from of(presence, Meaning("presence", presence_code))
        yield from words("presence", presence_code, [("absent", presence.absent_spellings)])
        for spelling in presence.capitals_alone if cased else ():
            yield spelling, Meaning("presence", presence_code, weak=True)
    for name, other in library.other_names.items():
        yield from of(other, Meaning("other", name, weak=other.glued))
    yield from words("number_word", "", _numbered(library))
    yield from words("decimal_point", "", [("", library.numbers.point)])
    for cue_code, cue in library.cues.items():
        yield from of(cue, Meaning("cue", cue_code))
    for unit_name, unit in library.units.items():
        yield from of(unit, Meaning("unit", unit_name))
        if unit.parts is not None and not cased:
            yield from _parts(unit_name, unit.parts, library)
    if not cased:
        yield from _quotients(library)
        yield from _calendar(library.dates)
        yield from _columns(library.columns)


def _parts(unit_name: str, parts: UnitParts, library: Library) -> Iterator[tuple[str, Meaning]]:
    """Every way to write the two units of a number in two parts."""
    larger, smaller = library.units[parts.larger], library.units[parts.smaller]
    for spelling in (*larger.spellings, *larger.only_where_accepted, *parts.larger_signs):
        yield spelling, Meaning("larger_part", unit_name, str(parts.count))
    for spelling in (*smaller.spellings, *smaller.only_where_accepted, *parts.smaller_signs):
        yield spelling, Meaning("smaller_part", unit_name)


def _numbered(library: Library) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(number), said) for number, said in enumerate(library.numbers.words)]


def _short_names(
    item: Quantity | CodedItem, names: Kind, *, cased: bool
) -> Iterator[tuple[str, Meaning]]:
    """Its short names; ``says`` is the kind of name that they are once they count."""
    if item.short_names is not None and not cased:
        specimen = item.short_names.after_specimen
        after: tuple[str, ...] = (*item.short_names.after, *([specimen] if specimen else ()))
        for spelling in item.short_names.spellings:
            yield spelling, Meaning("short_name", item.code, names, after=after)


def _quotients(library: Library) -> Iterator[tuple[str, Meaning]]:
    """Every way to write a unit that divides one by another, and those only where accepted."""
    for unit_name, unit in library.units.items():
        for top, bottom in product(unit.top, unit.bottom):
            for way in _QUOTIENTS:
                yield way.format(top=top, bottom=bottom), Meaning("unit", unit_name)
            if top.isalpha() and bottom.isalpha():
                yield top + bottom, Meaning("torn_unit", unit_name)
        for spelling in unit.only_where_accepted:
            yield spelling, Meaning("unit", unit_name, weak=True)


_OWNING: Final = ("days_ago", "weekdays", "spans", "months")
"""Date words that may own a value: ``today's β2M``."""


def _calendar(dates: DateWords) -> Iterator[tuple[str, Meaning]]:
    """Every word of a date, with its list in the file and what it says in it."""
    numbered = {
        "months": enumerate(dates.months, start=1),
        "weekdays": enumerate(dates.weekdays, start=1),
        "days_ago": enumerate(dates.days_ago),
        "counts": enumerate(dates.counts, start=1),
        "spans": dates.spans.items(),
    }
    for name in DateWords.model_fields:
        for says, spellings in numbered.get(name, [("", getattr(dates, name))]):
            for spelling in spellings:
                yield spelling, Meaning("calendar", name, str(says))
                if name in _OWNING:
                    yield spelling + "'s", Meaning("calendar", name, str(says))


def _columns(columns: ColumnWords) -> Iterator[tuple[str, Meaning]]:
    """Every word for a column, with its list in the file."""
    for name in ColumnWords.model_fields:
        for spelling in getattr(columns, name):
            yield spelling, Meaning("column", name)
