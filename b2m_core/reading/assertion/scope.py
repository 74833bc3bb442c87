"""How is a sentence meant: asked, supposed, said of somebody else?"""

from dataclasses import dataclass, replace
from typing import Final

from b2m_core.reading.items import Page

_SCOPES: Final = ("hypothetical", "other_person", "family_history")


@dataclass(frozen=True, slots=True)
class Scope:
    """How a sentence is meant, from one of its items on."""

    question: bool = False
    hypothetical: bool = False
    other_person: bool = False
    family_history: bool = False


def scopes(page: Page) -> list[Scope]:
    """How each item of a page is meant: asked, supposed, said of somebody else."""
    found: list[Scope] = []
    scope = Scope()
    sentence = clause = -1
    opens = True
    for i, item in enumerate(page.items):
        if item.sentence != sentence:
            scope, sentence, opens = Scope(), item.sentence, True
        if item.clause != clause:
            clause, opens = item.clause, True
        if opens and ("question" in item.cues or _asks(page, i)):
            scope = replace(scope, question=True)
        meant = {cue: True for cue in _SCOPES if cue in item.cues}
        if meant:
            scope = replace(scope, **meant)
        # A sentence may open with "and", "so", a hyphen or a greeting's comma before it asks.
        opens = item.kind in ("break", "sign") or "and" in item.cues
        found.append(scope)
    return found


def _asks(page: Page, i: int) -> bool:
    """Whether a verb asks: ``is this …``, ``has he … ?``, but not ``is on …`` or ``has …``."""
    items = page.items
    if "question_verb" not in items[i].cues or i + 1 >= len(items):
        return False
    opens_sentence = i == 0 or items[i - 1].sentence != items[i].sentence
    subject = items[i + 1].kind == "word" or items[i + 1].is_name("quantity", "other")
    if opens_sentence and (subject or items[i + 1].cues & {"link"}):
        return True
    end = i
    while end + 1 < len(items) and items[end + 1].sentence == items[i].sentence:
        end += 1
    return items[end].text == "?"
