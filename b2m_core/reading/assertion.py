"""Is what is named so, not so, or only suspected? And is it said of this patient at all?"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from b2m_core.reading.items import Page

_FEARED_REACH: Final = 3
"""Over how many unknown words a negation in front is feared to reach."""

_LONGEST_REACH: Final = 40
"""How many items in front of a condition are looked at; it keeps long texts linear."""

Said = Literal["present", "absent", "suspected", "unclear"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of a condition, and the first and last item of the words that say it."""

    said: Said
    first: int
    last: int


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
            scope = replace(scope, family_history=False)
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


class Assertions:
    """What a page says about the conditions it names."""

    def __init__(self, page: Page) -> None:
        """Look at one page."""
        self.page = page
        self.items = page.items

    def said_of(self, i: int, *, asked: bool = False) -> Statement:
        """What is said of the condition that item ``i`` names.

        In a question (``asked``) the mark at the end asks and suspects nothing.
        """
        before, first = self._before(i)
        if before in ("absent", "unclear"):
            return Statement(before, first, i)
        if before is None and self._is_one_of_two(i):
            return Statement("suspected", i, i)
        after, last = self._after(i)
        if after is not None and not (asked and after == "suspected"):
            said: Said = "unclear" if before == "suspected" and after == "absent" else after
            return Statement(said, first, last)
        return Statement(before or "present", first, i)

    def _is_one_of_two(self, i: int) -> bool:
        """Whether it is one of two possibilities: ``CLL vs MCL``, ``myeloma or MGUS``."""
        for joining, other in ((i + 1, i + 2), (i - 1, i - 2)):
            if (
                0 <= other < len(self.items)
                and "either" in self.items[joining].cues
                and self.items[other].kind in ("word", "name")
            ):
                return True
        return False

    def is_stated_in_question(self, i: int) -> bool:
        """Whether words right before say in a question that the patient has it."""
        j = i - 1
        while j >= 0 and not self.items[j].cues.isdisjoint(("affirmed", "link")):
            if "stated" in self.items[j].cues:
                return True
            j -= 1
        return j >= 0 and "stated" in self.items[j].cues

    def _before(self, i: int) -> tuple[Said | None, int]:
        """What cues in front say, and the first item of those words."""
        suspected = i
        words = 0
        joined = False
        for j in range(i - 1, max(-1, i - _LONGEST_REACH), -1):
            item = self.items[j]
            if item.kind in ("break", "number", "range", "date") or "but" in item.cues:
                break
            if item.kind == "sign" and item.text != "-":
                if item.text != "," or not self._is_in_or_list(i):
                    break
            elif "and" in item.cues and "affirmed" not in item.cues:
                joined = True
            elif "negated" in item.cues and not self._is_said_of_left(j):
                sure = not words and suspected == i and (not joined or self._is_in_or_list(i))
                return (
                    ("absent", j if j == i - 1 or not self._names_between(j, i) else i)
                    if (sure)
                    else ("unclear", i)
                )
            elif "suspected" in item.cues and not self._is_said_of_left(j):
                if words or joined:
                    return "unclear", i
                suspected = j
            elif "planned" in item.cues and not self._names_between(j, i):
                return "unclear", i
            elif item.kind == "word":
                words += 1
                if words > _FEARED_REACH:
                    break
        if suspected == i:
            return None, i
        return "suspected", suspected if not self._names_between(suspected, i) else i

    def _names_between(self, j: int, i: int) -> bool:
        return any(item.kind == "name" for item in self.items[j + 1 : i])

    def _is_said_of_left(self, j: int) -> bool:
        """Whether a cue is said of what stands before it: ``CKD: no, dialysis``, ``MM? CKD``."""
        item = self.items[j]
        if item.text == "?":
            return self.page.touches_before(item.first)
        if j + 1 >= len(self.items) or not self._is_boundary(j + 1):
            return False
        return item.cues.isdisjoint(("negated", "suspected")) or self._is_boundary(j + 1)

    def _is_in_or_list(self, i: int) -> bool:
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

    def _after(self, i: int) -> tuple[Said | None, int]:
        """What cues behind say, and the last item of those words."""
        j = i + 1
        if self._is_minus_behind(j):
            return "unclear", i
        while j < len(self.items) and (
            ("link" in self.items[j].cues and "negated_after" not in self.items[j].cues)
            or self.items[j].text == "-"
        ):
            j += 1
        if j >= len(self.items):
            return None, i
        item = self.items[j]
        if item.text == "?" and not self.page.touches_before(item.first):
            return (None, i) if self.page.touches_after(item.first) else ("suspected", j)
        if item.cues.isdisjoint(("negated_after", "suspected_after")):
            return None, i
        beyond = j + 1
        while (
            beyond < len(self.items)
            and self.items[beyond].kind == "cue"
            and not self._is_boundary(beyond)
        ):
            beyond += 1
        if item.text != "?" and not self._is_boundary(beyond):
            names_next = self.items[beyond].kind == "name"
            if names_next and not item.cues.isdisjoint(("negated", "suspected")):
                return None, i
            return "unclear", i
        return ("absent" if "negated_after" in item.cues else "suspected"), j

    def _is_minus_behind(self, j: int) -> bool:
        """Whether a minus is written behind a name (``del17p-``): negative, or only a hyphen."""
        return (
            j < len(self.items)
            and self.items[j].text == "-"
            and self.page.touches_before(self.items[j].first)
            and not self.page.touches_after(self.items[j].first)
        )

    def _is_boundary(self, i: int) -> bool:
        if i >= len(self.items):
            return True
        item = self.items[i]
        return (
            item.kind == "break"
            or (item.kind == "sign" and item.text not in "-/'\"")
            or not item.cues.isdisjoint(("but", "and", "or"))
            or item.kind in ("number", "date")
        )
