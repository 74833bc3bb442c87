"""Of how many patients does a text speak? Values of several are never mixed."""

from collections import defaultdict
from typing import Final

from b2m_core.knowledge.library import Library
from b2m_core.reading.items import Page
from b2m_core.reading.lexicon import OBSERVED, Kind
from b2m_core.reading.models import Reading

_SAY_WHAT_IS_COUNTED: Final[tuple[Kind, ...]] = ("unit", "after_number", "beside_age")
"""Words behind a number that is none of a patient: ``pt 72 yo``, ``patient 72 F``."""


def name_patients(page: Page) -> bool:
    """Whether the text names several patients: ``Pt 1 … Pt 2``, ``Bed 4 … Bed 5``.

    What numbers a patient becomes a word: the 4 of ``Bed 4`` is no value.
    """
    named: dict[str, set[str]] = defaultdict(set)
    if _turns_to_the_next(page) or any("several" in item.cues for item in page.items):
        return True
    for label, item in zip(page.items, page.items[1:], strict=False):
        if "title" in label.cues and item.text[:1].isalpha():
            # "Mr Smith" and "Mrs Smith" are two, "Mr. Smith" and "Mr Smith" are one.
            named["title"].add(label.text.strip(".").lower() + " " + item.text.lower())
        elif "patient_label" in label.cues and _numbers_a_patient(page, item.first, item.text):
            named[label.text.strip(".").lower()].add(item.text)
            item.kind, item.numbers, item.broken = "word", (), False
    return any(len(who) > 1 for who in named.values())


def _turns_to_the_next(page: Page) -> bool:
    """Whether something is named before ``second patient``, ``next one``."""
    named = False
    for item, following in zip(page.items, page.items[1:], strict=False):
        opens = following.kind not in ("word", "cue") or "link" in following.cues
        if named and opens and "next_patient" in item.cues:
            return True
        named = named or item.is_name(*OBSERVED)
    return False


def begins_with_the_next(page: Page) -> bool:
    """Whether the text says, before it says anything else, that it is of another patient."""
    for item in page.items:
        if "next_patient" in item.cues:
            return True
        if item.is_name(*OBSERVED) or item.numbers:
            return False
    return False


def _numbers_a_patient(page: Page, token: int, text: str) -> bool:
    letter = len(text) == 1 and text.isupper()
    counts = any(page.found.has(token + 1, kind) for kind in _SAY_WHAT_IS_COUNTED)
    return letter or (text.isdigit() and not counts)


def describes_several(reading: Reading, library: Library) -> bool:
    """Whether two ages and two sexes were read: ``72F β2M 6.1; 65M β2M 3.0``."""
    seen = reading.observations
    ages_of = {code for code, quantity in library.quantities.items() if quantity.completed}
    sex_of = {code for code, coded in library.coded.items() if coded.of_the_person}
    ages = {one.value for one in seen if one.code in ages_of}
    sexes = {one.value for one in seen if one.code in sex_of}
    return len(ages) > 1 and len(sexes) > 1
