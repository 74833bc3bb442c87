"""Which words of a page are a date? ``join_dates`` makes each of them one item with its days.

Only words that the grammar below knows are joined; ``calendar`` says which day they mean. All words
are a knowledge file.
"""

from collections.abc import Callable
from datetime import date
from itertools import chain
from typing import Final, NamedTuple, cast

from b2m_core.contract.codes import QuantityCode
from b2m_core.knowledge.library import Library
from b2m_core.reading.dates.calendar import (
    Day,
    counted_back,
    latest_weekday,
    of_digits,
    of_month,
    of_numbers,
    of_year,
    order_of,
    whole_span,
)
from b2m_core.reading.items import Item, Page
from b2m_core.reading.meanings import OBSERVED

_LAST_DAY: Final = 31
_DAY_DIGITS: Final = 2
_YEAR_DIGITS: Final = 4
_MOST_COUNTED: Final = 400
_FIRST_SHORT_YEAR: Final = 15
"""From here on ``Oct 24`` may be a year as well as a day."""

_KEPT_CUES: Final = frozenset({"now", "earlier"})


class _Word(NamedTuple):
    """A date word: which number it says, empty for none, and the token behind it."""

    says: str
    end: int


class Dated(NamedTuple):
    """A date up to, not including, token ``end``. ``days`` null: a time that is no day."""

    end: int
    days: tuple[Day, ...] | None


def join_dates(page: Page, library: Library, today: date) -> None:
    """Make one item of each date on the page, with every day that it may mean."""
    found = _Dates(page, library, today)
    joined: list[Item] = []
    items = page.items
    i, sentence = 0, -1
    while i < len(items):
        item = items[i]
        if item.sentence != sentence:
            found.before, sentence = (), item.sentence
        dated = found.at(item.first)
        if dated is not None and item.is_name(*OBSERVED):
            dated = None
        whole = _items_up_to(items, i, dated.end) if dated is not None else []
        if dated is None or not _may_be_joined(whole, dated.end):
            joined.append(item)
            i += 1
            continue
        joined.append(
            Item(
                "date",
                item.first,
                dated.end,
                item.start,
                whole[-1].end,
                item.text,
                cues=_KEPT_CUES & frozenset(chain.from_iterable(one.cues for one in whole)),
                sentence=item.sentence,
                clause=item.clause,
                days=dated.days,
            )
        )
        found.before = dated.days or ()
        i += len(whole)
    page.items = joined


def _items_up_to(items: list[Item], i: int, end: int) -> list[Item]:
    """The items from one on, up to the first that reaches a token."""
    last = i
    while last < len(items) and items[last].last < end:
        last += 1
    return items[i : last + 1]


def _may_be_joined(whole: list[Item], end: int) -> bool:
    return whole[-1].last == end and not any(item.is_name(*OBSERVED) for item in whole)


class _Dates:
    """The grammar of dates, at the tokens of one page."""

    def __init__(self, page: Page, library: Library, today: date) -> None:
        self.page = page
        self.library = library
        self.tokens = page.tokens
        self.today = today
        self._index()
        written = [token.text for token in page.tokens if token.kind == "date"]
        pairs = [
            f"{pair[0]}/{pair[1]}/{today.year}"
            for at, token in enumerate(page.tokens)
            if token.text == "/" and at and (pair := self._pair(at - 1)) is not None
        ]
        self.has_pairs = len(pairs) > 1
        """Whether days have no year again and again: a single ``(5/20)`` may be a share."""
        self.order = order_of([*written, *pairs])
        self.before: tuple[Day, ...] = ()
        """The days of the date before in the same sentence."""

    def _index(self) -> None:
        """Note the longest spelling of each list of date words that begins at a token.

        ``_ending`` has the lists of which a word ends right before a token.
        """
        self._words: dict[tuple[str, int], _Word] = {}
        for at, mentions in self.page.found.by_kind["calendar"].items():
            for mention in mentions:
                for meaning in mention.of("calendar"):
                    self._words.setdefault((meaning.what, at), _Word(meaning.says, mention.last))
        self._ending = {(name, word.end) for (name, _), word in self._words.items()}
        self._within = {
            mention.last
            for mentions in self.page.found.by_kind["cue"].values()
            for mention in mentions
            if "within" in mention.meanings.cues
        }

    def at(self, at: int) -> Dated | None:
        """The longest date that begins at a token."""
        token = self.tokens[at]
        ways: tuple[Callable[[int], Dated | None], ...]
        if token.kind == "date":
            ways = (self._digits,)
        elif token.kind == "number":
            if not self._may_open(at):
                return None
            ways = (self._day_month, self._counted, self._lone_year, self._short_day)
        elif self.page.found.has(at, "calendar"):
            ways = (
                self._day_word,
                self._month_day,
                self._lone_month,
                self._weekday,
                self._counted,
                self._span,
            )
        else:
            return None
        found = [dated for way in ways if (dated := way(at)) is not None]
        return max(found, key=lambda dated: dated.end, default=None)

    def _may_open(self, at: int) -> bool:
        """Whether a number may be the first of a date: most stand beside nothing that makes one."""
        words = self.page.found.by_kind["calendar"]
        beside = at + 1 in words or at + 2 in words or at + 3 in words
        return beside or self._sign(at + 1, "/") or self._year(at) is not None

    # Words and numbers

    def _word(self, name: str, at: int) -> _Word | None:
        """The longest spelling of a list of date words that begins at a token."""
        return self._words.get((name, at))

    def _stands_before(self, name: str, at: int) -> bool:
        """Whether a word of a list ends right before a token."""
        return (name, at) in self._ending

    def _sign(self, at: int, signs: str) -> bool:
        return at < len(self.tokens) and self.tokens[at].text in tuple(signs)

    def _is_number(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind == "number"

    def _number(self, at: int, most_digits: int) -> int | None:
        if not 0 <= at < len(self.tokens) or self.tokens[at].kind != "number":
            return None
        text = self.tokens[at].text
        return int(text) if text.isdigit() and len(text) <= most_digits else None

    def _year(self, at: int) -> str | None:
        number = self._number(at, _YEAR_DIGITS)
        text = self.tokens[at].text if number is not None else ""
        return text if len(text) == _YEAR_DIGITS and text[:2] in ("19", "20") else None

    def _glued(self, at: int) -> bool:
        """Whether no space stands on either side of a sign."""
        return self.page.touches_before(at) and self.page.touches_after(at)

    def _in_capitals(self, at: int) -> bool:
        return self.tokens[at].text[:1].isupper()

    def _follows_within(self, at: int) -> bool:
        """Whether ``in`` or ``on`` stands right before a token."""
        return at in self._within

    # Days of the calendar

    def _digits(self, at: int) -> Dated:
        days = of_digits(self.tokens[at].text, self.today, self.order)
        end = at + 1
        if self._is_time(end) or (self._sign(end, ",T") and self._is_time(end + 1)):
            end += 1 if self._is_time(end) else 2
            if self._sign(end, "Z") and self.page.touches_before(end):
                end += 1
        return Dated(end, None if self._lasts(at) else days)

    def _pair(self, at: int) -> tuple[int, int] | None:
        """The two numbers of ``5/20``, where they may be a day and a month."""
        first, second = self._number(at, _DAY_DIGITS), self._number(at + 2, _DAY_DIGITS)
        if first is None or second is None or not (self._sign(at + 1, "/") and self._glued(at + 1)):
            return None
        bracketed = at > 0 and self._sign(at - 1, "(") and self._sign(at + 3, ")")
        return (first, second) if bracketed or self._stands_as_day(at, at + 3) else None

    def _stands_as_day(self, at: int, end: int) -> bool:
        """Whether two numbers stand where a day does: ``on 25/10``, ``25/10 β2M 6.1``."""
        if self.page.touches_before(at) or self._has_unit(end):
            return False
        following = self.tokens[end] if end < len(self.tokens) else None
        if following is not None and following.start == self.tokens[end - 1].end:
            return following.text in (",", ":", ";", ".", ")", "\n")
        known = end in self.page.found.placed or following is None or following.kind != "word"
        opens = at == 0 or self.tokens[at - 1].kind == "newline" or self._sign(at - 1, ";")
        return known and (self._follows_within(at) or (opens and following is not None))

    def _short_day(self, at: int) -> Dated | None:
        """A day and a month without a year: ``on 25/10``, in brackets again and again."""
        pair = self._pair(at)
        if pair is None or (self._sign(at - 1, "(") and at and not self.has_pairs):
            return None
        days: list[Day] = []
        for day, month in (pair, pair[::-1]):
            proved = "day-month" if (day, month) == pair else "month-day"
            if self.order in (None, proved):
                days += (d for d in of_numbers(day, month, None, self.today) if d not in days)
        return Dated(at + 3, tuple(days)) if days else None

    def _is_time(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind == "time"

    def _lasts(self, at: int) -> bool:
        """Whether it says how long something lasts: ``since 2019``."""
        return self._stands_before("durations", at)

    def _day_month(self, at: int) -> Dated | None:
        """``5 October 2026``, ``5th of March``, ``05OCT2026``, ``5. Oktober``."""
        day = self._number(at, _DAY_DIGITS)
        if day is None or not 0 < day <= _LAST_DAY:
            return None
        end = at + 1
        ordinal = self._word("ordinals", end) if self.page.touches_after(at) else None
        if ordinal is not None:
            end = ordinal.end
        if self._sign(end, ".-/"):
            end += 1
        if (of := self._word("of", end)) is not None:
            end = of.end
        month = self._word("months", end)
        if month is None:
            return None
        year, last = self._year_behind(month.end)
        told = year or ordinal or self._follows_within(at) or self._in_capitals(end)
        if self._is_elsewhere(end) and not told:
            return None
        days = of_numbers(day, int(month.says), year, self.today)
        return Dated(last, None if self._lasts(at) else days)

    def _year_behind(self, at: int) -> tuple[str | None, int]:
        """The year behind a month or a day, and the token behind it."""
        year = at
        if self._sign(at, ".,-/"):
            year = at + 1
        if (of := self._word("of", year)) is not None:
            year = of.end
        if (written := self._year(year)) is not None:
            return written, year + 1
        glued = self._sign(at, "-/") and self._glued(at)
        if (glued or self._sign(at, "'")) and self._number(at + 1, _DAY_DIGITS) is not None:
            short = self.tokens[at + 1].text
            return (short, at + 2) if len(short) == _DAY_DIGITS else (None, at)
        return None, at

    def _is_elsewhere(self, at: int) -> bool:
        return self._word("months_elsewhere", at) is not None

    def _month_day(self, at: int) -> Dated | None:
        """``October 5, 2026``, ``Oct 5th``, ``October 2026``, ``Oct '26``."""
        month = self._word("months", at)
        if month is None:
            return None
        number = month.end + 1 if self._sign(month.end, ".-/") else month.end
        year, end = self._year_behind(month.end)
        if year is not None and len(year) == _YEAR_DIGITS:
            days = of_month(int(month.says), int(year), self.today)
            return Dated(end, None if self._lasts(at) else days)
        if year is not None and (self._sign(month.end, "'") or int(year) > _LAST_DAY):
            days = of_month(int(month.says), 2000 + int(year), self.today)
            return Dated(end, None if self._lasts(at) else days)
        day = self._number(number, _DAY_DIGITS)
        if day is None or not 0 < day <= _LAST_DAY:
            return None
        end = number + 1
        ordinal = self._word("ordinals", end) if self.page.touches_after(number) else None
        if ordinal is None and self._has_unit(end):
            return None
        end = ordinal.end if ordinal is not None else end
        year, end = self._year_behind(end)
        told = year or ordinal or self._stands_before("before_day", at)
        if self._is_elsewhere(at) and not told and not self._in_capitals(at):
            return None
        if not told and _FIRST_SHORT_YEAR <= day <= self.today.year % 100:
            return Dated(end, ())
        days = of_numbers(day, int(month.says), year, self.today)
        return Dated(end, None if self._lasts(at) else days)

    def _has_unit(self, at: int) -> bool:
        """Whether a number goes on with a unit or a fraction: it is no day then."""
        if at >= len(self.tokens):
            return False
        units = (m for mention in self.page.found.at(at, "unit") for m in mention.of("unit"))
        return any(not unit.weak for unit in units) or self._sign(at, "%")

    def _lone_month(self, at: int) -> Dated | None:
        month = self._word("months", at)
        if month is None:
            return None
        end = month.end
        if self._is_elsewhere(at):
            opened = self._sign(at - 1, "(|\t") if at else False
            set_apart = opened or self._sign(end, "):|\t") or self._is_number(end)
            if not (self._follows_within(at) or (set_apart and self._in_capitals(at))):
                return None
        if self._stands_before("last", at) or self._stands_before("next", at):
            return Dated(end, ())
        return Dated(end, None if self._lasts(at) else of_month(int(month.says), None, self.today))

    def _lone_year(self, at: int) -> Dated | None:
        """``in 2024``, ``(2024)``: a number among others only where something says so."""
        year = self._year(at)
        if year is None or self._has_unit(at + 1):
            return None
        if self._lasts(at):
            return Dated(at + 1, None)
        bracketed = at > 0 and self._sign(at - 1, "(") and self._sign(at + 1, ")")
        if not (bracketed or self._follows_within(at)):
            return None
        return Dated(at + 1, of_year(int(year), self.today))

    # Days counted from another

    def _day_word(self, at: int) -> Dated | None:
        word = self._word("days_ago", at)
        if word is None:
            return None
        today = Day(self.today, self.today)
        return Dated(word.end, counted_back(int(word.says), "day", today))

    def _weekday(self, at: int) -> Dated | None:
        last = self._word("last", at)
        weekday = self._word("weekdays", last.end if last is not None else at)
        if weekday is None:
            return None
        if self._stands_before("next", at):
            return Dated(weekday.end, ())
        return Dated(weekday.end, latest_weekday(int(weekday.says), self.today))

    def _counted(self, at: int) -> Dated | None:
        """``3 weeks ago``, ``vor 3 Wochen``, ``two months earlier``."""
        ago_before = self._word("ago_before", at)
        start = ago_before.end if ago_before is not None else at
        count = self._count(start)
        span = self._word("spans", count.end) if count is not None else None
        if count is None or span is None or self._is_quantity(at):
            return None
        end, start_day = span.end, Day(self.today, self.today)
        if ago_before is None:
            ago, before = self._word("ago", span.end), self._word("before_that", span.end)
            if ago is None and before is None:
                later = self._word("later", span.end)
                return Dated(later.end, None) if later is not None else None
            end = (ago or before or span).end
            if ago is None and end < len(self.tokens) and self.tokens[end].kind == "word":
                return Dated(end, ())  # before something else: "6 months before transplant"
            if ago is None and self.before:
                if len(self.before) > 1:
                    return Dated(end, ())
                start_day = self.before[0]
        if not count.says:
            return Dated(end, ())
        return Dated(end, counted_back(int(count.says), span.says, start_day))

    def _count(self, at: int) -> _Word | None:
        """How many; a range (``2-3 weeks ago``) says no number."""
        number = self._number(at, _YEAR_DIGITS)
        if number is None:
            return self._word("counts", at)
        if self._sign(at + 1, "-") and self._number(at + 2, _YEAR_DIGITS) is not None:
            return _Word("", at + 3)
        return _Word(str(number), at + 1) if number <= _MOST_COUNTED else None

    def _is_quantity(self, at: int) -> bool:
        """Whether the time since something is a quantity: ``last therapy 14 months ago``."""
        before = self.page.found.ending_at(at)
        return before is not None and any(
            "mo" in self.library.quantities[cast("QuantityCode", meaning.what)].units
            for meaning in before.of("quantity")
        )

    def _span(self, at: int) -> Dated | None:
        """``last month``, ``this week``."""
        for name, count in (("last", 1), ("this", 0), ("next", -1)):
            word = self._word(name, at)
            span = self._word("spans", word.end) if word is not None else None
            if span is not None and span.says != "day":
                if self._lasts(at):
                    return Dated(span.end, None)
                days = whole_span(span.says, count, self.today) if count >= 0 else ()
                return Dated(span.end, days)
        return None
