"""Does a text only state facts: is it nothing but what was read in it?"""

from typing import Final

from b2m_core.reading.items import Page
from b2m_core.reading.models import Spotted, Unplaced
from b2m_core.reading.observing.text import Text

_BESIDE: Final = frozenset(
    {"link", "and", "affirmed", "yes", "flag", "now", "earlier", "then", "person_is"}
)
"""Cues that may stand beside facts and ask nothing."""


def states_only_facts(text: Text) -> bool:
    """Whether a text states a value, and nothing stands in it that was not read."""
    stated = text.results.spotted
    if not any(one.written for one in stated):
        return False
    read: list[Spotted | Unplaced] = [*stated, *filter(_is_result, text.results.unplaced)]
    places = sorted((one.start, one.end) for one in read)
    at = reached = 0
    for i, item in enumerate(text.page.items):
        start, end = text.results.written.as_written(item.start, item.end)
        while at < len(places) and places[at][0] <= start:
            reached = max(reached, places[at][1])
            at += 1
        if end > reached and not _beside(text.page, i):
            return False
    return True


def _is_result(seen: Unplaced) -> bool:
    """Whether it is a result although it is not used: its number is written, or of no use here."""
    return seen.written is not None or seen.why == "not_used"


def _beside(page: Page, i: int) -> bool:
    item, behind = page.items[i], page.item(i + 1)
    before_a_day = "within" in item.cues and behind is not None and behind.kind == "date"
    return (
        item.kind in ("sign", "break", "date") or before_a_day or not item.cues.isdisjoint(_BESIDE)
    )
