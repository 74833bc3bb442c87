"""Of how many patients does a text speak? Values of several are never mixed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

from b2m_core.knowledge.library import Library
from b2m_core.reading.items import Item, Page
from b2m_core.reading.meanings import OBSERVED, Kind
from b2m_core.reading.models import Chosen, Described, Reading, Spotted, Unplaced

Placed = TypeVar("Placed", Spotted, Unplaced)
_WORD: Final = re.compile(r"\w+")
_LONGEST_LABEL: Final = 2
"""Signs of a label that is repeated: a longer one may be the number of a record."""

_SAY_WHAT_IS_COUNTED: Final[tuple[Kind, ...]] = ("unit", "after_number", "beside_age")
"""Words behind a number that is none of a patient: ``pt 72 yo``, ``patient 72 F``."""


def name_patients(page: Page) -> bool:
    """Whether the text names several patients: ``Pt 1 … Pt 2``, ``Bed 4 … Bed 5``.

    What numbers a patient becomes a word: the 4 of ``Bed 4`` is no value.
    """
    if _turns_to_the_next(page) or any("several" in item.cues for item in page.items):
        return True
    named: dict[str, set[str]] = defaultdict(set)
    for label, item in _labelled(page):
        said = label.text.strip(".").lower()
        if "title" in label.cues:
            # "Mr Smith" and "Mrs Smith" are two, "Mr. Smith" and "Mr Smith" are one.
            named["title"].add(said + " " + item.text.lower())
        else:
            named[said].add(item.text)
            item.kind, item.numbers, item.broken = "word", (), False
    return any(len(who) > 1 for who in named.values())


def _labelled(page: Page) -> Iterator[tuple[Item, Item]]:
    """Each title with the name behind it, and each label with what it numbers."""
    for label, item in pairwise(page.items):
        if "title" in label.cues:
            if item.text[:1].isalpha():
                yield label, item
        elif "patient_label" in label.cues and _numbers_a_patient(page, item.first, item.text):
            yield label, item


def _turns_to_the_next(page: Page) -> bool:
    """Whether something is named before ``second patient``, ``next one``."""
    named = False
    for item, following in pairwise(page.items):
        opens = following.kind not in ("word", "cue") or "link" in following.cues
        if named and opens and "next_patient" in item.cues:
            return True
        named = named or item.is_name(*OBSERVED)
    return False


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where what is said of one patient begins in the one spelling, who that is, and the label.

    ``who`` is empty where nothing says it. A patient with a name has no label: a name is not
    repeated.
    """

    start: int
    who: str
    label: str


def beginnings(page: Page) -> list[Beginning]:
    """Where each of several patients begins: at a label or a name, else at each sentence."""
    found: list[Beginning] = []
    for label, item in _labelled(page):
        if "title" in label.cues:
            name = f"{label.text.strip('.')} {item.text}".casefold()
            found.append(Beginning(label.start, name, ""))
        else:
            shown = f"{label.text} {item.text}" if len(item.text) <= _LONGEST_LABEL else ""
            found.append(Beginning(label.start, item.text.casefold(), shown))
    if found:
        return found
    turns = [item for item in page.items if "next_patient" in item.cues]
    breaks = [after for item, after in pairwise(page.items) if item.kind == "break"]
    first = [0] if not turns or turns[0].start > 0 else []
    named = "next" if turns else ""
    places = [*first, *(item.start for item in turns or breaks if item.kind != "break")]
    return [Beginning(start, named and f"{named} {start}", "") for start in places]


def described(beginning: Beginning, part: Reading, start: int) -> Described:
    """What a part of a text, which begins at ``start``, says of its patient."""

    def moved(one: Placed) -> Placed:
        return one.model_copy(update={"start": one.start + start, "end": one.end + start})

    return Described(
        word=beginning.who if beginning.label else "",
        label=beginning.label,
        spotted=tuple(moved(one) for one in part.spotted),
        unplaced=tuple(moved(one) for one in part.unplaced),
    )


def choice(text: str, library: Library) -> Chosen | None:
    """Which of several the text chooses, where it says nothing else."""
    phrases = library.phrases.patients
    labels = library.cues["patient_label"].spellings
    said: list[str] = []
    words: list[str] = []
    for found in _WORD.finditer(text.casefold()):
        word = found.group()
        if word not in phrases.beside:
            said.append(word)
            words += [word] if word not in labels else []
            if len(words) > 1:
                return None  # most texts say more: they are not read to their end
    if not words:
        return None
    (word,) = words
    place = next((n for n, said in enumerate(phrases.places, 1) if word in said), None)
    short = word.isdigit() or len(word) == 1
    if place is None and not (short and len(word) <= _LONGEST_LABEL):
        return None
    return Chosen(word=word, place=place, plain=short and said == words)


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
    ages, sexes = ages_and_sexes(reading, library)
    return len(ages) > 1 and len(sexes) > 1


def ages_and_sexes(reading: Reading, library: Library) -> tuple[set[object], set[object]]:
    """Every age and every sex that was read."""
    seen = reading.observations
    ages_of = {code for code, quantity in library.quantities.items() if quantity.completed}
    sex_of = {code for code, coded in library.coded.items() if coded.of_the_person}
    ages: set[object] = {one.value for one in seen if one.code in ages_of}
    sexes: set[object] = {one.value for one in seen if one.code in sex_of}
    return ages, sexes
