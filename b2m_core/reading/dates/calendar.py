"""Which day is it? Numbers of a day, a month and a year, and days counted back from another."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Order = Literal["day-month", "month-day"]
"""Which of the two comes first in ``05/10/2026``."""

_PIECES: Final = re.compile(
    r"(?P<year>[0-9]{4})(?P<apart>[-/.])(?P<month>[0-9]{1,2})(?P=apart)(?P<day>[0-9]{1,2})"
    r"|(?P<first>[0-9]{1,2})(?P<between>[-/.])(?P<second>[0-9]{1,2})(?P=between)(?P<last>[0-9]{2,4})"
    r"|(?P<lone_month>[0-9]{1,2})/(?P<lone_year>[0-9]{4})"
    r"|(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{2})"
)
_COMPACT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT_YEAR: Final = 2
_MONTHS: Final = 12
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day that words may mean.

    Where only a month, a week or a year is named it is the first day of it and ``last`` its last
    day; ``assumed`` then says that the day itself was not written. ``century_assumed`` marks a year
    of two digits that could be meant in an earlier century as well.
    """

    on: date
    last: date
    assumed: bool = False
    century_assumed: bool = False


def of_digits(written: str, today: date, order: Order | None) -> tuple[Day, ...]:
    """Every day up to ``today`` that a numeric date may mean; none when there is none.

    ``order`` is the one that the rest of the text proves. Between points the day comes first.
    Raises ``ValueError`` for what is no numeric date.
    """
    found = _PIECES.fullmatch(written)
    if found is None:
        raise ValueError(f"{written} is no date in digits")
    if found["year"]:
        return of_numbers(int(found["day"]), int(found["month"]), found["year"], today)
    if found["lone_month"]:
        return of_month(int(found["lone_month"]), int(found["lone_year"]), today)
    if found["iso_year"]:
        return of_month(int(found["iso_month"]), int(found["iso_year"]), today)
    first, second = int(found["first"]), int(found["second"])
    ways: list[tuple[int, int]] = []
    if order != "month-day" or found["between"] == "." or first > _MONTHS:
        ways.append((first, second))
    if (order != "day-month" or second > _MONTHS) and found["between"] != ".":
        ways.append((second, first))
    days: list[Day] = []
    for day, month in ways:
        days += (d for d in of_numbers(day, month, found["last"], today) if d not in days)
    return tuple(days)


def order_of(dates: list[str]) -> Order | None:
    """The order that the numeric dates of a text prove: ``25/10/2026`` is day and month.

    Null where none of them proves one, or they prove both.
    """
    proved: set[Order] = set()
    for written in dates:
        found = _PIECES.fullmatch(written)
        if found is None or not found["first"] or found["between"] == ".":
            continue
        first, second = int(found["first"]), int(found["second"])
        if second <= _MONTHS < first:
            proved.add("day-month")
        elif first <= _MONTHS < second:
            proved.add("month-day")
    return proved.pop() if len(proved) == 1 else None


def of_compact(written: str, today: date) -> tuple[Day, ...]:
    """The day of ``20261005``, as laboratory messages write it, with or without a time behind."""
    found = _COMPACT.match(written)
    if found is None:
        return ()
    year, month, day = found.groups()
    return of_numbers(int(day), int(month), year, today)


def of_numbers(day: int, month: int, year: str | None, today: date) -> tuple[Day, ...]:
    """The day up to ``today`` with these numbers; without a year the latest within a year."""
    if year is None:
        for past in (today.year, today.year - 1):
            found = _day(past, month, day)
            if found is not None and found <= today:
                return (Day(found, found),)
        return ()
    short = len(year) == _SHORT_YEAR
    whole = int(year)
    if short:
        whole += 2000 if 2000 + whole <= today.year else 1900
    found = _day(whole, month, day)
    if found is None or found > today:
        return ()
    return (Day(found, found, century_assumed=short and whole >= 2000),)  # noqa: PLR2004 - a century


def of_month(month: int, year: int | None, today: date) -> tuple[Day, ...]:
    """A month; without a year the latest that has begun."""
    if not 1 <= month <= _MONTHS:
        return ()
    if year is None:
        year = today.year if month <= today.month else today.year - 1
    first = _day(year, month, 1)
    if first is None or first > today:
        return ()
    return (Day(first, min(today, _months_later(first, 1) - timedelta(1)), assumed=True),)


def of_year(year: int, today: date) -> tuple[Day, ...]:
    """A year that has begun."""
    if not 1 <= year <= today.year:
        return ()
    return (Day(date(year, 1, 1), min(today, date(year, 12, 31)), assumed=True),)


def counted_back(count: int, span: str, start: Day) -> tuple[Day, ...]:
    """The day so many days, weeks, months or years before another.

    A count of months or years is a round number: its day is assumed.
    """
    try:
        if span in ("day", "week"):
            off = timedelta(count if span == "day" else count * _WEEK)
            return (Day(start.on - off, start.last - off, start.assumed),)
        months = -count * (_MONTHS if span == "year" else 1)
        return (Day(_months_later(start.on, months), _months_later(start.last, months), True),)
    except (OverflowError, ValueError):
        return ()


def whole_span(span: str, count: int, today: date) -> tuple[Day, ...]:
    """The week, month or year so many before the present one: last week, this month."""
    if span == "week":
        first = today - timedelta(today.weekday() + _WEEK * count)
        return (Day(first, min(today, first + timedelta(_WEEK - 1)), assumed=True),)
    if span == "month":
        month = _months_later(today.replace(day=1), -count)
        return of_month(month.month, month.year, today)
    return of_year(today.year - count, today) if span == "year" else ()


def latest_weekday(weekday: int, today: date) -> tuple[Day, ...]:
    """The latest Monday (1) to Sunday (7) before today. That it is the latest is assumed."""
    back = (today.isoweekday() - weekday) % _WEEK or _WEEK
    found = today - timedelta(back)
    return (Day(found, found, assumed=True),)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months_later(start: date, months: int) -> date:
    """The same day another month, or that month's last: a month before 31 March is 28 February."""
    index = start.year * _MONTHS + start.month - 1 + months
    year, month = divmod(index, _MONTHS)
    for day in range(start.day, start.day - 4, -1):
        found = _day(year, month + 1, day)
        if found is not None:
            return found
    raise ValueError("no such month")
