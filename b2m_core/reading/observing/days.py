"""On which day was a value measured?"""

from datetime import date

from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.dates import day_of
from b2m_core.reading.observing.text import Text


def effective(text: Text, bound: Bound) -> date | None:
    """The day that stands between name and value or right behind the value."""
    page = text.page
    days = [page.items[i] for i in bound.dates]
    after = bound.last + 1
    while page.is_sign(after, "(,@") or page.has_cue(after, "within", "link"):
        after += 1
    before = bound.first - 1
    while page.is_sign(before, ":-"):
        before -= 1
    for beside in (page.item(before), page.item(after)):
        if beside is not None and beside.kind == "date" and beside not in days:
            days.append(beside)
    found = {day_of(text.results.written.text[item.start : item.end], text.today) for item in days}
    return found.pop() if len(found) == 1 else None
