"""Is a text nothing but an answer to a question: yes, a word, a specimen, a unit?"""

from typing import Any, Final, Literal, cast

from b2m_core.contract.codes import CodedCode, QuantityCode
from b2m_core.reading.binding.bound import COMPARATORS, COMPARATORS_AFTER
from b2m_core.reading.items import SPECIMENS
from b2m_core.reading.models import Alone
from b2m_core.reading.observing.text import Text

_SAYING: Final[tuple[tuple[str, Literal["yes", "no", "unknown"]], ...]] = (
    ("yes", "yes"),
    ("no_answer", "no"),
    ("unknown", "unknown"),
)
_FILLERS: Final = ("link", "within", "unit_word", "that_was", "states_right", "correction")
_LONGEST: Final = 12
"""Of how many items an answer consists at most."""


def alone(text: Text) -> Alone | None:
    """What the text says where it says nothing but an answer."""
    page = text.page
    if not page.items or len(page.items) > _LONGEST:
        return None
    said: dict[str, Any] = {}
    i = 0
    name: QuantityCode | None = None
    while i < len(page.items):
        item = page.items[i]
        found = _said(text, i)
        if found is not None and found[2] > i:  # else it is only a part of longer words
            kind, value, i = found
            said[kind] = value
        elif item.is_name("quantity") and name is None and item.mention is not None:
            name = cast("QuantityCode", item.mention.of("quantity")[0].what)
            i += 1
        elif item.kind in ("break", "sign") or not item.cues.isdisjoint(_FILLERS):
            i += 1
        else:
            return None
    if len(said) != 1 or (name is not None and "units" not in said):
        return None
    start, end = text.results.written.as_written(page.items[0].start, page.items[-1].end)
    words = text.results.text[start:end]
    return Alone(**said, code=name, as_written=words, start=start, end=end)


def only_a_number(text: Text) -> bool:
    """Whether the text is one number, with its unit, its day and how it compares, and no more."""
    items = text.page.items
    around = {*_FILLERS, *COMPARATORS, *COMPARATORS_AFTER}
    return [item.kind for item in items].count("number") == 1 and all(
        item.kind in ("number", "unit", "date", "break", "sign") or not item.cues.isdisjoint(around)
        for item in items
    )


def _said(text: Text, i: int) -> tuple[str, object, int] | None:
    """The field that the words at an item fill, what it holds, and the item behind them."""
    page = text.page
    item = page.items[i]
    unit = page.lookup(i, "unit")
    if unit is not None and not unit.is_weak_unit:
        return "units", tuple(sorted(unit.units)), page.after_mention(i, unit)
    for cue, says in _SAYING:
        if cue in item.cues:
            return "says", says, i + 1
    for specimen in SPECIMENS:
        if specimen in item.cues:
            return "specimen", specimen, i + 1
    for mention in page.found.at(item.first, "coded_word"):
        coded = tuple((cast("CodedCode", m.what), m.says) for m in mention.of("coded_word"))
        return "coded", coded, page.after_mention(i, mention)
    return None
