"""How is a sentence meant: asked, supposed, said of somebody else?"""

from dataclasses import dataclass, replace
from typing import Final

from b2m_core.reading.items import Item, Page

_SCOPES: Final = ("hypothetical", "supposed", "other_person", "family_history")


@dataclass(frozen=True, slots=True)
class Scope:
    """How a sentence is meant, from one of its items on.

    ``question`` opens like one, ``question_mark`` ends like one.
    ``supposed`` holds for this answer only (``what if …``); of a number alone where
    ``number_supposed`` (``would a β2M of 12 …?``). ``hypothetical`` is not used at all.
    """

    question: bool = False
    question_mark: bool = False
    hypothetical: bool = False
    supposed: bool = False
    number_supposed: bool = False
    other_person: bool = False
    family_history: bool = False


def scopes(page: Page) -> list[Scope]:
    """How each item of a page is meant: asked, supposed, said of somebody else."""
    found: list[Scope] = []
    sentences = _Sentences(page)
    scope = Scope()
    sentence = clause = -1
    opens = True
    for i, item in enumerate(page.items):
        if item.sentence != sentence:
            of_many = item.sentence in sentences.of_many
            sentence, opens = item.sentence, True
            scope = Scope(question_mark=sentences.last[sentence].text == "?", other_person=of_many)
        if item.clause != clause:
            clause, opens = item.clause, True
        if opens and item.cues and ("question" in item.cues or sentences.asks(i)):
            scope = replace(scope, question=True)
        if item.cues:
            scope = _heard(scope, page, i, supposing=item.sentence in sentences.supposing)
        # A sentence may open with "and", "so", a hyphen or a greeting's comma before it asks.
        opens = item.kind in ("break", "sign") or "and" in item.cues
        found.append(scope)
    return found


def asking(page: Page, scopes: list[Scope]) -> frozenset[int]:
    """The sentences of a page that ask."""
    return frozenset(
        item.sentence
        for item, scope in zip(page.items, scopes, strict=True)
        if scope.question or scope.question_mark
    )


def _heard(scope: Scope, page: Page, i: int, *, supposing: bool) -> Scope:
    """The scope behind the cues of an item; ``supposing`` says what ``if`` opens."""
    cues = page.items[i].cues
    if not cues.isdisjoint(_SCOPES):
        scope = replace(scope, **{cue: True for cue in _SCOPES if cue in cues})
    if "if" in cues:
        number_supposed = scope.number_supposed or supposing
        return replace(scope, hypothetical=not scope.supposed, number_supposed=number_supposed)
    if "modal" in cues and _names_quantity(page, i + 1):
        return replace(scope, number_supposed=True)
    return scope


def _names_quantity(page: Page, i: int) -> bool:
    """Whether a quantity is named behind articles: ``would a β2M``."""
    while page.has_cue(i, "link"):
        i += 1
    item = page.item(i)
    return item is not None and item.is_name("quantity")


class _Sentences:
    """What is known of whole sentences.

    ``of_many`` speak of a study's patients; in those ``supposing``, ``if`` opens a supposition:
    they ask, or their verb says that it is not so (``if albumin were 3.6``).
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.last: dict[int, Item] = {}
        self.of_many: set[int] = set()
        self.supposing: set[int] = set()
        for item in page.items:
            self.last[item.sentence] = item
            if item.text == "?":
                self.supposing.add(item.sentence)
            if item.cues:
                if "of_many" in item.cues:
                    self.of_many.add(item.sentence)
                if not item.cues.isdisjoint(("question", "not_so")):
                    self.supposing.add(item.sentence)

    def asks(self, i: int) -> bool:
        """Whether a verb asks: ``is this …``, ``has he … ?``, but not ``is on …`` or ``has …``."""
        items = self.page.items
        if "question_verb" not in items[i].cues or i + 1 >= len(items):
            return False
        opens_sentence = i == 0 or items[i - 1].sentence != items[i].sentence
        subject = items[i + 1].kind == "word" or items[i + 1].is_name("quantity", "other")
        if opens_sentence and (subject or items[i + 1].cues & {"link"}):
            return True
        of_its_own = (
            i > 0 and items[i - 1].text == "," and items[i + 1].is_name("quantity", "other")
        )
        if of_its_own and not self._is_number_at(i + 2):
            return True  # "CLL, is B2M of use", but not "CLL, was B2M 4.2"
        return self.last[items[i].sentence].text == "?"

    def _is_number_at(self, i: int) -> bool:
        item = self.page.item(i)
        return item is not None and item.kind == "number"
