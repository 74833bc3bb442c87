"""How far does a cue reach over a list of conditions?"""

from dataclasses import dataclass, field
from typing import Literal

from b2m_core.reading.assertion.beside import Said
from b2m_core.reading.items import Item

Coverage = Literal["all", "first", "one", "next"]


@dataclass(slots=True)
class ListBefore:
    """The part of a list that stands between a cue and a condition of this ``kind``."""

    kind: str | None
    affirmed_behind: bool
    joints: list[str] = field(default_factory=list)
    words: int = 0
    own_words: int = 0
    others: list[str | None] = field(default_factory=list)
    affirmed: bool = False

    def join(self, joint: str) -> None:
        """Go on to the member before."""
        if not self.joints:
            self.own_words = self.words
        elif self.words:
            self.others.append(None)
        self.joints.append(joint)
        self.words = 0

    def take(self, item: Item, kind: str | None) -> None:
        """Take in an item of this kind of condition, null for anything else."""
        if kind is not None:
            self.others.append(kind)
        elif item.kind in ("word", "name"):
            self.words += 1
        elif "affirmed" in item.cues and not self.joints:
            self.affirmed = True

    @property
    def is_whole(self) -> bool:
        """Whether it is of conditions of one kind, and joined by words or slashes alone."""
        others = [*self.others, *([None] if self.words or self.own_words else [])]
        return "," not in self.joints and all(other == self.kind for other in others)

    def covered(self, says: Said, coverage: Coverage, in_or_list: bool) -> Said | None:
        """What a cue that stands before the list says of the condition; null for nothing."""
        if not self.joints:
            if self.others and says != "suspected":
                return None if coverage == "next" else "unclear"
            return "unclear" if self.words else says
        if self.own_words:
            return "unclear"
        if in_or_list or set(self.joints) == {"/"}:
            return says
        if self.affirmed_behind:
            return None
        others = [*self.others, *([None] if self.words else [])]
        alike = all(other == self.kind for other in others)
        if "and" in self.joints:
            return says if coverage == "all" and alike else "unclear"
        if coverage == "all":
            return says if alike else "unclear"
        # "no CKD, myeloma" are two entries of a note; "no anemia, bone lesions" may be a list.
        apart = (self.kind == "disease" and "disease" not in others) or (
            self.kind != "disease" and others == ["disease"]
        )
        return None if coverage == "one" or apart else "unclear"
