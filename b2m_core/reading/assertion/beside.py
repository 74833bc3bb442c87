"""What kind of word stands there, as far as it matters for what is said of a condition?"""

from typing import Final, Literal

from b2m_core.knowledge.library import Library
from b2m_core.reading.items import Page

Said = Literal["present", "absent", "suspected", "unclear"]
TESTED: Final = ("infection", "chromosome")
"""Kinds of conditions that are listed with one result behind: ``HIV and EBV negative``."""
LONGEST_REACH: Final = 40
"""How many items beside a condition are looked at; it keeps long texts linear."""

CLOSING: Final = ("negated_after", "suspected_after", "affirmed_after")


class Beside:
    """Looks at single items of a page."""

    def __init__(self, page: Page, library: Library) -> None:
        """Look at one page with the conditions of ``library``."""
        self.page = page
        self.items = page.items
        self.kinds = {str(code): item.kind for code, item in library.presences.items()}

    def kind_of(self, i: int) -> str | None:
        """The kind of the condition that an item names, null for anything else."""
        mention = self.items[i].mention
        codes = [m.what for m in mention.of("presence")] if mention is not None else []
        return self.kinds.get(codes[0]) if codes else None

    def is_name_at(self, i: int) -> bool:
        """Whether a name stands there."""
        return i < len(self.items) and self.items[i].kind == "name"

    def names_between(self, j: int, i: int) -> bool:
        """Whether a name stands between two items."""
        return any(item.kind == "name" for item in self.items[j + 1 : i])

    def is_boundary(self, i: int) -> bool:
        """Whether what is said of the words before an item ends there."""
        if i >= len(self.items):
            return True
        item = self.items[i]
        return (
            item.kind == "break"
            or (item.kind == "sign" and item.text not in "-/'\"")
            or not item.cues.isdisjoint(("but", "and", "or"))
            or item.kind in ("number", "date")
        )

    def is_joint(self, j: int) -> bool:
        """Whether an item joins the members of a list."""
        item = self.items[j]
        if item.kind == "sign":
            return item.text in ",/"
        if self.is_plus_behind(j):
            return False
        return not item.cues.isdisjoint(("and", "or")) and (
            "affirmed" not in item.cues or (j > 0 and self.items[j - 1].is_name("presence"))
        )

    def joint(self, j: int) -> str:
        """How an item joins: the sign, ``or``, or ``and``."""
        item = self.items[j]
        if item.kind == "sign":
            return item.text
        return "or" if "or" in item.cues else "and"

    def is_plus_behind(self, j: int) -> bool:
        """Whether a plus is written behind a name: ``t(4;14)+``, but not ``t(4;14)+del17p``."""
        plus = self.items[j]
        return (
            plus.text == "+"
            and self.page.touches_before(plus.first)
            and (not self.page.touches_after(plus.first) or self.page.is_sign(j + 1, "/,;)"))
        )

    def is_said_of_left(self, j: int) -> bool:
        """Whether a cue is said of what stands before it: ``CKD: no, dialysis``, ``MM? CKD``."""
        item = self.items[j]
        if item.text == "?":
            return self.page.touches_before(item.first)
        if j + 1 >= len(self.items) or not self.is_boundary(j + 1):
            return False
        return item.cues.isdisjoint(("negated", "suspected")) or self.is_boundary(j + 1)

    def closes_itself(self, i: int) -> bool:
        """Whether a name has a cue of its own behind it: ``del17p neg t(4;14) neg``."""
        behind = self.items[i + 1] if i + 1 < len(self.items) else None
        return behind is not None and not behind.cues.isdisjoint(CLOSING)

    def says_itself(self, i: int) -> Said | None:
        """Whether a name is spelled as absent: ``EBV negative``."""
        mention = self.items[i].mention
        says = {m.says for m in mention.of("presence")} if mention is not None else set()
        return "absent" if says == {"absent"} else None
