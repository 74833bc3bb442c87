"""Is what is named so, not so, or only suspected? And is it said of this patient at all?"""

from dataclasses import dataclass
from typing import Literal

from b2m_core.reading.items import Item, Page

Said = Literal["present", "absent", "suspected", "unclear"]


@dataclass(slots=True)
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
    for item in page.items:
        if item.sentence != sentence:
            scope, sentence, opens = Scope(), item.sentence, True
        if item.clause != clause:
            clause, opens = item.clause, True
            scope = Scope(scope.question, scope.hypothetical, scope.other_person)
        if opens and "question" in item.cues:
            scope = Scope(True, scope.hypothetical, scope.other_person)
        for cue in ("hypothetical", "other_person", "family_history"):
            if cue in item.cues:
                scope = Scope(**{**_as_dict(scope), cue: True})
        # A sentence may open with "and", "so", a hyphen or a greeting's comma before it asks.
        opens = item.kind == "break" or (item.kind == "sign") or "and" in item.cues
        found.append(scope)
    return found


def _as_dict(scope: Scope) -> dict[str, bool]:
    return {
        "question": scope.question,
        "hypothetical": scope.hypothetical,
        "other_person": scope.other_person,
        "family_history": scope.family_history,
    }


class Assertions:
    """What a page says about the conditions it names."""

    def __init__(self, page: Page) -> None:
        """Look at one page."""
        self.page = page
        self.items = page.items

    def said_of(self, i: int) -> Said:
        """What is said of the condition that item ``i`` names."""
        before = self._before(i)
        if before in ("absent", "unclear"):
            return before
        after = self._after(i)
        if after is not None:
            return "unclear" if before == "suspected" and after == "absent" else after
        return before or "present"

    def is_stated_in_question(self, i: int) -> bool:
        """Whether words right before say in a question that the patient has it."""
        j = i - 1
        while j >= 0 and not self.items[j].cues.isdisjoint(("affirmed", "link")):
            if "stated" in self.items[j].cues:
                return True
            j -= 1
        return j >= 0 and "stated" in self.items[j].cues

    def _before(self, i: int) -> Said | None:
        said: Said | None = None
        words = 0
        crossed = False
        j = i - 1
        while j >= 0:
            item = self.items[j]
            if item.kind in ("break", "number", "range", "date") or "but" in item.cues:
                break
            if item.kind == "sign" and item.text != "-":
                if item.text != "," or not self._closes_or_list(i):
                    break
            elif "and" in item.cues and "affirmed" not in item.cues:
                crossed = True
            elif "negated" in item.cues and not self._belongs_left(j):
                return (
                    "unclear"
                    if words or (crossed and not self._closes_or_list(i)) or (said == "suspected")
                    else "absent"
                )
            elif "suspected" in item.cues and not self._belongs_left(j):
                said = "unclear" if words else "suspected"
                if words:
                    return said
            elif item.kind == "word":
                words += 1
                if words > 3:  # noqa: PLR2004 - how far a negation is feared to reach
                    break
            j -= 1
        return said

    def _belongs_left(self, j: int) -> bool:
        """Whether a cue is said of what stands before it: ``CKD: no, dialysis``, ``MM? CKD``."""
        item = self.items[j]
        if item.text == "?":
            return self.page.touches_before(item.first)
        if j + 1 >= len(self.items) or not self._is_boundary(j + 1):
            return False
        return item.cues.isdisjoint(("negated", "suspected")) or self._is_boundary(j + 1)

    def _closes_or_list(self, i: int) -> bool:
        """Whether item ``i`` stands in a list of conditions that ends with ``or``."""
        for j in range(i, max(-1, i - 20), -1):
            if "or" in self.items[j].cues:
                return True
            if self.items[j].kind in ("break", "number"):
                break
        for j in range(i, min(len(self.items), i + 20)):
            item = self.items[j]
            if "or" in item.cues:
                return True
            if not (item.is_name("presence") or item.text == ","):
                return False
        return False

    def _after(self, i: int) -> Said | None:
        j = i + 1
        while j < len(self.items) and (
            ("link" in self.items[j].cues and self.items[j].cues.isdisjoint(("negated_after",)))
            or self.items[j].text == "-"
        ):
            j += 1
        if j >= len(self.items):
            return None
        item = self.items[j]
        if item.text == "?" and not self.page.touches_before(item.first):
            if self.page.touches_after(item.first):
                return None
            return "suspected"
        cues = item.cues
        if cues.isdisjoint(("negated_after", "suspected_after")):
            return None
        beyond = j + 1
        while (
            beyond < len(self.items)
            and self.items[beyond].kind == "cue"
            and not (self._is_boundary(beyond))
        ):
            beyond += 1
        if not self._is_boundary(beyond) and item.text != "?":
            if (
                beyond < len(self.items)
                and self.items[beyond].kind == "name"
                and not (cues.isdisjoint(("negated", "suspected")))
            ):
                return None
            return "unclear"
        return "absent" if "negated_after" in cues else "suspected"

    def _is_boundary(self, i: int) -> bool:
        if i >= len(self.items):
            return True
        item: Item = self.items[i]
        return (
            item.kind == "break"
            or (item.kind == "sign" and item.text not in "-/'\"")
            or not item.cues.isdisjoint(("but", "and", "or"))
            or item.kind in ("number", "date")
        )
