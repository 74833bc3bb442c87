"""Is what is named so, not so, or only suspected?"""

from dataclasses import dataclass
from typing import Final

from b2m_core.knowledge.library import Library
from b2m_core.reading.assertion.before import Before
from b2m_core.reading.assertion.behind import Behind
from b2m_core.reading.assertion.beside import LONGEST_REACH, Beside, Said
from b2m_core.reading.items import Page

_OF_NAMES: Final = ("link", "affirmed", "and", "or")
"""Cues that may stand among the words before a name and say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of a condition, and the first and last item of the words that say it."""

    said: Said
    first: int
    last: int


class Assertions:
    """What a page says about the conditions it names."""

    def __init__(self, page: Page, library: Library) -> None:
        """Look at one page with the conditions of ``library``."""
        self.items = page.items
        self.beside = Beside(page, library)
        self.before = Before(self.beside)
        self.behind = Behind(self.beside)

    def kind_of(self, i: int) -> str | None:
        """The kind of the condition that an item names, null for anything else."""
        return self.beside.kind_of(i)

    def said_of(self, i: int, *, asked: bool = False) -> Statement:
        """What is said of the condition that item ``i`` names.

        In a question (``asked``) the mark at the end asks and suspects nothing.
        """
        said = self._said_beside(i, asked=asked)
        if said.said == "present" and said.first == i and self._turned_into_another(i):
            return Statement("unclear", i, i)
        return said

    def _said_beside(self, i: int, *, asked: bool = False) -> Statement:
        after, last = self.behind.said(i)
        before, first = self.before.said(i, affirmed_behind=after == "present")
        if asked and after == "suspected":
            after, last = None, i
        if before in ("absent", "unclear"):
            return Statement(before, first, i)
        if before is None and self._is_one_of_two(i):
            return Statement("suspected", i, i)
        if after is not None:
            said: Said = "unclear" if before == "suspected" and after == "absent" else after
            return Statement(said, first, last)
        if before is None and self.beside.says_itself(i) is None:
            before = self.behind.of_list(i)
        return Statement(before or "present", first, i)

    def _turned_into_another(self, i: int) -> bool:
        """Whether it became another condition: the MGUS in ``MGUS progressing to myeloma``."""
        j = i + 1
        while j < len(self.items) and j < i + LONGEST_REACH:
            item = self.items[j]
            if item.kind == "break" or item.is_name("presence"):
                return False
            if "turns_into" in item.cues:
                return any(
                    other.is_name("presence") and self._said_beside(k).said == "present"
                    for k, other in enumerate(self.items[j + 1 : j + 4], j + 1)
                )
            j += 1
        return False

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

    def is_in_general(self, i: int) -> bool:
        """Whether words before speak of people who have it, and not of the patient.

        ``in a patient with CLL`` does so, and a bare ``in CLL`` at the opening of a sentence or
        right behind a quantity.
        """
        for j in range(i - 1, max(-1, i - LONGEST_REACH), -1):
            item = self.items[j]
            if "in_general" in item.cues or self.beside.page.has_cue(j - 1, "in_general"):
                return True
            if "within" in item.cues:
                before = self.items[j - 1] if j else None
                opens = before is None or before.sentence != item.sentence
                return opens or (before is not None and before.is_name("quantity"))
            if item.kind not in ("name", "word") and not self._joins(j):
                return False
        return False

    def _joins(self, j: int) -> bool:
        """Whether the words before an item may still be said of what stands behind it."""
        cues = self.items[j].cues
        return self.beside.is_joint(j) or ("stated" not in cues and not cues.isdisjoint(_OF_NAMES))
