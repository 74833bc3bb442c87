"""Does a text only state facts: is it nothing but what was read in it?"""

from typing import Final

from b2m_core.reading.items import Item, Page
from b2m_core.reading.models import Spotted, Unplaced
from b2m_core.reading.observing.text import Text

_BESIDE: Final = frozenset(
    {"link", "and", "affirmed", "yes", "flag", "now", "earlier", "then", "person_is"}
)
"""Cues that may stand beside facts and ask nothing."""


def states_only_facts(text: Text) -> bool:
    """Whether a text states a value, and nothing stands in it that was not read."""
    stated = text.results.spotted
    read: list[Spotted | Unplaced] = [*stated, *text.results.unplaced]
    places = [(one.start, one.end) for one in read if isinstance(one, Spotted) or _is_result(one)]
    return any(one.written for one in stated) and all(
        _beside(text.page, i) or _in(text, item, places) for i, item in enumerate(text.page.items)
    )


def _is_result(seen: Unplaced) -> bool:
    """Whether it is a result although it is not used: its number is written, or of no use here."""
    return seen.written is not None or seen.why == "not_used"


def _beside(page: Page, i: int) -> bool:
    item, behind = page.items[i], page.item(i + 1)
    before_a_day = "within" in item.cues and behind is not None and behind.kind == "date"
    return (
        item.kind in ("sign", "break", "date") or before_a_day or not item.cues.isdisjoint(_BESIDE)
    )


def _in(text: Text, item: Item, places: list[tuple[int, int]]) -> bool:
    start, end = text.results.written.as_written(item.start, item.end)
    return any(first <= start and end <= last for first, last in places)
