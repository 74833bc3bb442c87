"""Which two numbers are the ends of one range?"""

import re
from typing import Final

from b2m_core.reading.binding.bound import COMPARATORS
from b2m_core.reading.items import Item, Page

_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


def join_ranges(page: Page) -> None:
    """Make one item of ``0.8-2.3`` and of ``0.8 to 2.3``."""
    joined: list[Item] = []
    items = page.items
    i = 0
    while i < len(items):
        last = _range_from(page, i) if items[i].kind == "number" else None
        if last is None:
            joined.append(items[i])
            i += 1
            continue
        first = items[i]
        merged = Item(
            "range",
            first.first,
            items[last].last,
            first.start,
            items[last].end,
            first.text,
            sentence=first.sentence,
            clause=first.clause,
        )
        merged.numbers = first.numbers
        merged.broken = first.broken or items[last].broken
        merged.high = items[last]
        joined.append(merged)
        i = last + 1
    page.items = joined


def is_year(page: Page, i: int) -> bool:
    """Whether an item is a number that may be a year."""
    item = page.item(i)
    return item is not None and item.kind == "number" and bool(_YEAR.fullmatch(item.text))


def _range_from(page: Page, i: int) -> int | None:
    """The item that ends the range that a number opens."""
    if _comes_from(page, i):
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
