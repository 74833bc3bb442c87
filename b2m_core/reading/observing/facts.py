"""Does a text only state facts: is it nothing but what was read in it?"""

from typing import Final

from b2m_core.reading.items import Item
from b2m_core.reading.models import Spotted, Unplaced
from b2m_core.reading.observing.text import Text

_BESIDE: Final = frozenset(
    {"link", "and", "within", "affirmed", "yes", "flag", "now", "earlier", "then", "person_is"}
)
"""Cues that may stand beside facts and ask nothing."""


def states_only_facts(text: Text) -> bool:
    """Whether a text states a value or a level, and nothing stands in it that was not read."""
    stated = text.results.spotted
    values = any(one.written or one.observation.code in text.library.coded for one in stated)
    read: list[Spotted | Unplaced] = [*stated, *text.results.unplaced]
    places = [(one.start, one.end) for one in read if isinstance(one, Spotted) or _is_result(one)]
    return values and all(_beside(item) or _in(text, item, places) for item in text.page.items)


def _is_result(seen: Unplaced) -> bool:
    """Whether it is a result although it is not used: its number is written, or of no use here."""
    return seen.written is not None or seen.why == "not_used"


def _beside(item: Item) -> bool:
    return item.kind in ("sign", "break", "date") or not item.cues.isdisjoint(_BESIDE)


def _in(text: Text, item: Item, places: list[tuple[int, int]]) -> bool:
    start, end = text.results.written.as_written(item.start, item.end)
    return any(first <= start and end <= last for first, last in places)
