"""Which items are one together: a date of several words, a range of two numbers?"""

import re
from typing import Final

from b2m_core.reading.binding.bound import COMPARATORS
from b2m_core.reading.items import Item, Page

_LAST_DAY: Final = 31
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


def join_dates_and_ranges(page: Page) -> None:
    """Make one item of ``12 March 2024``, of ``0.8-2.3`` and of ``0.8 to 2.3``."""
    joined: list[Item] = []
    items = page.items
    i = 0
    while i < len(items):
        last = _date_from(page, i)
        if last is None:
            last = _range_from(page, i)
        if last is None:
            joined.append(items[i])
            i += 1
            continue
        first = items[i]
        merged = Item(
            "date" if _date_from(page, i) is not None else "range",
            first.first,
            items[last].last,
            first.start,
            items[last].end,
            first.text,
            sentence=first.sentence,
            clause=first.clause,
        )
        if merged.kind == "range":
            merged.numbers = first.numbers
            merged.broken = first.broken or items[last].broken
            merged.high = items[last]
        joined.append(merged)
        i = last + 1
    page.items = joined


def _date_from(page: Page, i: int) -> int | None:
    items = page.items
    if items[i].kind == "date":
        return i
    last = i
    if (_is_day(page, i) and _is_month(page, i + 1)) or (
        _is_month(page, i) and _is_day(page, i + 1)
    ):
        last = i + 1
    elif _is_month(page, i) and is_year(page, i + 1):
        return i + 1
    else:
        return None
    if page.is_sign(last + 1, ",") and is_year(page, last + 2):
        return last + 2
    return last + 1 if is_year(page, last + 1) else last


def _is_month(page: Page, i: int) -> bool:
    return page.has_cue(i, "month")


def _is_day(page: Page, i: int) -> bool:
    item = page.item(i)
    if item is None or item.kind != "number" or not item.text.isdigit():
        return False
    return int(item.text[:3]) <= _LAST_DAY


def is_year(page: Page, i: int) -> bool:
    """Whether an item is a number that may be a year."""
    item = page.item(i)
    return item is not None and item.kind == "number" and bool(_YEAR.fullmatch(item.text))


def _range_from(page: Page, i: int) -> int | None:
    items = page.items
    if items[i].kind != "number" or _comes_from(page, i):
        return None
    j = i + 1
    unit = page.lookup(j, "unit")
    if unit is not None:
        j = page.after_mention(j, unit)
    if not (page.is_sign(j, "-") or page.has_cue(j, "to")):
        return None
    while page.is_sign(j, "-") or page.has_cue(j, "to"):
        j += 1
    high = page.item(j)
    if high is None or high.kind != "number":
        return None
    return j


def _comes_from(page: Page, i: int) -> bool:
    before = i - 1
    while page.has_cue(before, *COMPARATORS, "link"):
        before -= 1
    return page.has_cue(before, "from")
