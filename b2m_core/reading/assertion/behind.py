"""What do cues behind say of a condition, or of the list that it opens?"""

from typing import Final

from b2m_core.reading.assertion.beside import CLOSING, LONGEST_REACH, TESTED, Beside, Said

_LATER: Final[dict[str, Said]] = {
    "negated_after": "absent",
    "suspected_after": "suspected",
    "affirmed_after": "present",
}
_LONGEST_NAME: Final = 2
"""Of how many words a name that is not known may consist in a list."""


class Behind:
    """Looks at what stands behind the conditions of a page."""

    def __init__(self, beside: Beside) -> None:
        """Look at the page of ``beside``."""
        self.beside = beside
        self.page = beside.page
        self.items = beside.page.items

    def said(self, i: int) -> tuple[Said | None, int]:
        """What cues behind say, and the last item of those words."""
        if self._is_phase_of(i - 2):
            return None, i  # "relapse of MM suspected" suspects the relapse
        j = i + 3 if self._is_phase_of(i) else i + 1
        if self._is_minus_behind(j):
            negative = self.beside.kind_of(i) == "chromosome" and self._closes(j)
            return ("absent", j) if negative else ("unclear", i)
        while j < len(self.items) and (
            ("link" in self.items[j].cues and "negated_after" not in self.items[j].cues)
            or self.items[j].text in "-\"'"
        ):
            j += 1
        if self.page.is_sign(j, ",") and self.page.has_cue(j + 1, *CLOSING):
            j += self.beside.is_boundary(j + 2)  # "HIV, resolved"
        if j >= len(self.items):
            return None, i
        item = self.items[j]
        if item.text == "?" and not self.page.touches_before(item.first):
            return (None, i) if self.page.touches_after(item.first) else ("suspected", j)
        if self.beside.is_plus_behind(j):
            return "present", i
        if "pending" in item.cues and not self.beside.is_name_at(j + 1):
            return "unclear", i
        if "planned_after" in item.cues or self._is_conditional(j):
            return "unclear", i
        if "until" in item.cues and j + 1 < len(self.items):
            ended = self.items[j + 1].kind in ("number", "date")
            return ("absent", j + 1) if ended else ("unclear", i)
        if "affirmed_after" in item.cues and self.beside.is_boundary(j + 1):
            later = self._said_later(j + 1)
            return later if later[0] is not None else ("present", i)
        if item.cues.isdisjoint(("negated_after", "suspected_after")):
            return self._said_later(i + 1, turns=True)
        return self._closed_by(i, j)

    def _is_phase_of(self, i: int) -> bool:
        """Whether an item names a phase of the condition behind it: ``relapse of MM``."""
        return (
            i >= 0
            and self.items[i].is_name("coded_alone")
            and self.page.has_cue(i + 1, "link")
            and self.beside.is_name_at(i + 2)
            and self.items[i + 2].is_name("presence")
        )

    def _closed_by(self, i: int, j: int) -> tuple[Said | None, int]:
        """What the cue ``j`` says of item ``i``, by what stands behind the cue."""
        item = self.items[j]
        said: Said = "absent" if "negated_after" in item.cues else "suspected"
        beyond = j + 1
        while (
            beyond < len(self.items)
            and self.items[beyond].kind == "cue"
            and not self.beside.is_boundary(beyond)
        ):
            beyond += 1
        if item.text == "?" or self.beside.is_boundary(beyond):
            later = self._said_later(beyond)
            return later if later[0] is not None else (said, j)
        if self.beside.is_name_at(beyond) and self.beside.closes_itself(beyond):
            return said, j
        if self.beside.is_name_at(beyond) and not item.cues.isdisjoint(("negated", "suspected")):
            return None, i
        return "unclear", i

    def _said_later(self, j: int, *, turns: bool = False) -> tuple[Said | None, int]:
        """What a second statement says, which counts: ``suspected but excluded``.

        With ``turns`` a word must say that it is another statement: ``later``, ``but``.
        """
        k = j
        turned = not turns
        while k < len(self.items) and (
            not self.items[k].cues.isdisjoint(("but", "and", "link", "then", "now"))
            or self.items[k].text == ","
        ):
            turned = turned or not self.items[k].cues.isdisjoint(("but", "now"))
            k += 1
        if not turned or k == j or k >= len(self.items) or not self.beside.is_boundary(k + 1):
            return None, j
        for cue, said in _LATER.items():
            if cue in self.items[k].cues:
                return said, k
        return None, j

    def _is_conditional(self, j: int) -> bool:
        """Whether a condition that somebody set opens there: ``when creatinine is above 6``."""
        if "condition_set" not in self.items[j].cues:
            return False
        while self.page.has_cue(j + 1, "link"):
            j += 1
        following = self.page.item(j + 1)
        return following is not None and following.is_name("quantity")

    def _closes(self, j: int) -> bool:
        """Whether a minus is glued to the name before it, and to nothing behind: ``t(4;14)-``."""
        glued = self.page.touches_before(self.items[j].first)
        return glued and (
            not self.page.touches_after(self.items[j].first) or self.page.is_sign(j + 1, "/,;)")
        )

    def _is_minus_behind(self, j: int) -> bool:
        """Whether a minus is written behind a name (``del17p-``): negative, or only a hyphen."""
        if j >= len(self.items) or self.items[j].text != "-":
            return False
        glued = self.page.touches_before(self.items[j].first)
        ends = (
            j + 1 >= len(self.items)
            or (glued and self.items[j + 1].text == "/")
            or (self.beside.is_boundary(j + 1) and self.items[j + 1].kind in ("break", "sign"))
        )
        return ends or (glued and not self.page.touches_after(self.items[j].first))

    def of_list(self, i: int) -> Said | None:
        """What words behind the last of a list say of item ``i``: ``HIV and EBV negative``."""
        before = self.items[i - 1] if i else None
        if before is not None and "affirmed" in before.cues:
            return None
        kind = self.beside.kind_of(i)
        joints: list[str] = []
        words = 0
        alike = True
        member = False
        j = i + 1
        while j < min(len(self.items), i + LONGEST_REACH):
            item = self.items[j]
            if self.beside.is_joint(j):
                joints.append(self.beside.joint(j))
                words, member = 0, False
            elif item.is_name("presence") and joints and not member:
                member = True
                alike = alike and self.beside.kind_of(j) == kind
                after, last = self.said(j)
                said = self.beside.says_itself(j) or after
                if said is not None:
                    whole = "negates_list" in self.items[last].cues
                    return self._said_behind(said, joints, kind, alike=alike, whole=whole)
                if not self.beside.is_boundary(j + 1) and not self.beside.is_joint(j + 1):
                    return None
            elif item.kind in ("word", "name") and joints and words < _LONGEST_NAME:
                words, member, alike = words + 1, True, False
                if not self.beside.is_boundary(j + 1):
                    said, _ = self.said(j)
                    if said is not None:
                        return self._said_behind(said, joints, kind, alike=False, whole=False)
            else:
                return None
            j += 1
        return None

    def _said_behind(
        self, said: Said, joints: list[str], kind: str | None, *, alike: bool, whole: bool
    ) -> Said | None:
        if said == "present":
            return None
        tested = kind in TESTED
        if whole:
            return said if alike else "unclear"
        if set(joints) == {","}:
            return "unclear" if tested or alike else None
        if not alike:
            return "unclear" if tested or joints[-1] != "," else None
        if tested or joints[-1] in ("or", "/"):
            return said
        return "unclear"
