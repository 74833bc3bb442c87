"""What do cues in front say of a condition?"""

from typing import Final

from b2m_core.reading.assertion.beside import CLOSING, LONGEST_REACH, TESTED, Beside, Said
from b2m_core.reading.assertion.lists import Coverage, ListBefore

_FEARED_REACH: Final = 3
"""Over how many unknown words a negation in front is feared to reach."""


class Before:
    """Looks at what stands before the conditions of a page."""

    def __init__(self, beside: Beside) -> None:
        """Look at the page of ``beside``."""
        self.beside = beside
        self.page = beside.page
        self.items = beside.page.items

    def said(self, i: int, *, affirmed_behind: bool) -> tuple[Said | None, int]:
        """What cues in front say, and the first item of those words.

        A cue covers the name behind it, and those joined to it: see ``ListBefore.covered``.
        """
        listed = ListBefore(self.beside.kind_of(i), affirmed_behind)
        suspected: int | None = None
        for j in range(i - 1, max(-1, i - LONGEST_REACH), -1):
            item = self.items[j]
            if self._ends_list(j, listed):
                break
            if self.beside.is_joint(j):
                listed.join(self.beside.joint(j))
            elif "negated" in item.cues and not self.beside.is_said_of_left(j):
                said: Said | None = "unclear"
                if suspected is None:
                    said = listed.covered("absent", self._coverage(j), self._is_in_or_list(i))
                return said, j if said == "absent" and not self.beside.names_between(j, i) else i
            elif "suspected" in item.cues and not self.beside.is_said_of_left(j):
                said = listed.covered("suspected", "first", self._is_in_or_list(i))
                if said != "suspected":
                    return said, i
                suspected = i if self.beside.names_between(j, i) else j
            elif self._is_planned(j, i, listed) or self._may_be_said_of_right(j, i):
                return "unclear", i
            else:
                listed.take(item, self.beside.kind_of(j))
        return (None, i) if suspected is None else ("suspected", suspected)

    def _ends_list(self, j: int, listed: ListBefore) -> bool:
        """Whether no cue at or before an item can be said of the list behind it."""
        item = self.items[j]
        if item.kind in ("break", "number", "range", "date") or "but" in item.cues:
            return True
        if item.is_name("coded_alone") and self.page.has_cue(j + 1, "link"):
            return True  # "suspected relapse of MM"
        if "correction" in item.cues and "negated" not in item.cues:
            return True
        if (item.kind == "sign" and item.text not in "-,/") or listed.words > _FEARED_REACH:
            return True
        if self.beside.is_joint(j):
            return listed.affirmed and "or" not in item.cues
        return not item.cues.isdisjoint(CLOSING) and self.beside.is_said_of_left(j)

    def _may_be_said_of_right(self, j: int, i: int) -> bool:
        """Whether a result stands before what was tested: ``FISH neg del17p``."""
        if "negated_after" not in self.items[j].cues or self.beside.kind_of(i) not in TESTED:
            return False
        left = self.items[j - 1] if j else None
        of_left = left is not None and (
            left.is_name("quantity", "coded") or self.beside.kind_of(j - 1) in TESTED
        )
        return not (of_left or self.beside.closes_itself(i) or self.beside.says_itself(i))

    def _is_planned(self, j: int, i: int, listed: ListBefore) -> bool:
        """Whether a cue says that what stands right behind it is not known or not so yet.

        It says so of a list that is one whole, too: ``screen for CMV and EBV``.
        """
        planned = not self.items[j].cues.isdisjoint(
            ("planned", "pending", "spoken_of", "turns_from", "past")
        )
        if listed.joints:
            return planned and listed.is_whole
        return planned and not self.beside.names_between(j, i)

    def _coverage(self, j: int) -> Coverage:
        """How far a negation reaches over a list that is joined by commas."""
        if "negates_list" in self.items[j].cues:
            return "all"
        if "negates_next" in self.items[j].cues:
            return "next"
        return "one" if "negates_one" in self.items[j].cues else "first"

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
