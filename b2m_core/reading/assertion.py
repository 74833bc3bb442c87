"""Is what is named so, not so, or only suspected? And is it said of this patient at all?"""

from dataclasses import dataclass, field, replace
from typing import Final, Literal

from b2m_core.knowledge.library import Library
from b2m_core.reading.items import Item, Page

_FEARED_REACH: Final = 3
"""Over how many unknown words a negation in front is feared to reach."""

_LONGEST_REACH: Final = 40
"""How many items in front of a condition are looked at; it keeps long texts linear."""

Said = Literal["present", "absent", "suspected", "unclear"]


Coverage = Literal["all", "first", "one"]

TESTED: Final = ("infection", "chromosome")
"""Kinds of conditions that are listed with one result behind: ``HIV and EBV negative``."""

_CLOSING: Final = ("negated_after", "suspected_after", "affirmed_after")
_LATER: Final[dict[str, Said]] = {
    "negated_after": "absent",
    "suspected_after": "suspected",
    "affirmed_after": "present",
}
_LONGEST_NAME: Final = 2
"""Of how many words a name that is not known may consist in a list."""


@dataclass(slots=True)
class _List:
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

    def covered(self, says: Said, coverage: Coverage, in_or_list: bool) -> Said | None:
        """What a cue that stands before the list says of the condition; null for nothing."""
        if not self.joints:
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

    def __init__(self, page: Page, library: Library) -> None:
        """Look at one page with the conditions of ``library``."""
        self.page = page
        self.items = page.items
        self.kinds = {str(code): item.kind for code, item in library.presences.items()}

    def said_of(self, i: int, *, asked: bool = False) -> Statement:
        """What is said of the condition that item ``i`` names.

        In a question (``asked``) the mark at the end asks and suspects nothing.
        """
        said = self._said_beside(i, asked=asked)
        if said.said == "present" and said.first == i and self._turned_into_another(i):
            return Statement("unclear", i, i)
        return said

    def _said_beside(self, i: int, *, asked: bool = False) -> Statement:
        after, last = self._after(i)
        before, first = self._before(i, affirmed_behind=after == "present")
        if asked and after == "suspected":
            after, last = None, i
        if before in ("absent", "unclear"):
            return Statement(before, first, i)
        if before is None and self._is_one_of_two(i):
            return Statement("suspected", i, i)
        if after is not None:
            said: Said = "unclear" if before == "suspected" and after == "absent" else after
            return Statement(said, first, last)
        if before is None:
            before = self._from_list_behind(i)
        return Statement(before or "present", first, i)

    def _turned_into_another(self, i: int) -> bool:
        """Whether it became another condition: the MGUS in ``MGUS progressing to myeloma``."""
        j = i + 1
        while j < len(self.items) and j < i + _LONGEST_REACH:
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

    def _before(self, i: int, *, affirmed_behind: bool) -> tuple[Said | None, int]:
        """What cues in front say, and the first item of those words.

        A cue covers the name behind it, and those joined to it: see ``_covered``.
        """
        listed = _List(self.kind_of(i), affirmed_behind)
        suspected: int | None = None
        for j in range(i - 1, max(-1, i - _LONGEST_REACH), -1):
            item = self.items[j]
            if self._ends_list(j, listed):
                break
            if self._is_joint(j):
                listed.join(self._joint(j))
            elif "negated" in item.cues and not self._is_said_of_left(j):
                said: Said | None = "unclear"
                if suspected is None:
                    said = listed.covered("absent", self._coverage(j), self._is_in_or_list(i))
                return said, j if said == "absent" and not self._names_between(j, i) else i
            elif "suspected" in item.cues and not self._is_said_of_left(j):
                said = listed.covered("suspected", "first", self._is_in_or_list(i))
                if said != "suspected":
                    return said, i
                suspected = i if self._names_between(j, i) else j
            elif self._is_planned(j, i, listed) or self._may_be_said_of_right(j, i):
                return "unclear", i
            else:
                listed.take(item, self.kind_of(j))
        return (None, i) if suspected is None else ("suspected", suspected)

    def _ends_list(self, j: int, listed: _List) -> bool:
        """Whether no cue at or before an item can be said of the list behind it."""
        item = self.items[j]
        if item.kind in ("break", "number", "range", "date") or "but" in item.cues:
            return True
        if (item.kind == "sign" and item.text not in "-,/") or listed.words > _FEARED_REACH:
            return True
        if self._is_joint(j):
            return listed.affirmed and "or" not in item.cues
        return not item.cues.isdisjoint(_CLOSING) and self._is_said_of_left(j)

    def _may_be_said_of_right(self, j: int, i: int) -> bool:
        """Whether a result stands before what was tested: ``FISH neg del17p``."""
        if "negated_after" not in self.items[j].cues or self.kind_of(i) not in TESTED:
            return False
        left = self.items[j - 1] if j else None
        of_left = left is not None and (
            left.is_name("quantity", "coded") or self.kind_of(j - 1) in TESTED
        )
        return not (of_left or self._closes_itself(i) or self._says_itself(i))

    def _is_planned(self, j: int, i: int, listed: _List) -> bool:
        """Whether a cue says that what stands right behind it is not known or not so yet."""
        planned = not self.items[j].cues.isdisjoint(("planned", "pending"))
        return planned and not listed.joints and not self._names_between(j, i)

    def _coverage(self, j: int) -> "Coverage":
        """How far a negation reaches over a list that is joined by commas."""
        if "negates_list" in self.items[j].cues:
            return "all"
        return "one" if "negates_one" in self.items[j].cues else "first"

    def kind_of(self, i: int) -> str | None:
        """The kind of the condition that an item names, null for anything else."""
        mention = self.items[i].mention
        codes = [m.what for m in mention.of("presence")] if mention is not None else []
        return self.kinds.get(codes[0]) if codes else None

    def _is_joint(self, j: int) -> bool:
        item = self.items[j]
        if item.kind == "sign":
            return item.text in ",/"
        if self._is_plus_behind(j):
            return False
        return not item.cues.isdisjoint(("and", "or")) and (
            "affirmed" not in item.cues or (j > 0 and self.items[j - 1].is_name("presence"))
        )

    def _joint(self, j: int) -> str:
        item = self.items[j]
        if item.kind == "sign":
            return item.text
        return "or" if "or" in item.cues else "and"

    def _from_list_behind(self, i: int) -> Said | None:
        """What words behind the last of a list say of item ``i``: ``HIV and EBV negative``."""
        before = self.items[i - 1] if i else None
        if before is not None and "affirmed" in before.cues:
            return None
        kind = self.kind_of(i)
        joints: list[str] = []
        words = 0
        alike = True
        member = False
        j = i + 1
        while j < min(len(self.items), i + _LONGEST_REACH):
            item = self.items[j]
            if self._is_joint(j):
                joints.append(self._joint(j))
                words, member = 0, False
            elif item.is_name("presence") and joints and not member:
                member = True
                alike = alike and self.kind_of(j) == kind
                after, last = self._after(j)
                said = self._says_itself(j) or after
                if said is not None:
                    whole = "negates_list" in self.items[last].cues
                    return self._said_behind(said, joints, kind, alike=alike, whole=whole)
                if not self._is_boundary(j + 1) and not self._is_joint(j + 1):
                    return None
            elif item.kind in ("word", "name") and joints and words < _LONGEST_NAME:
                words, member, alike = words + 1, True, False
                if not self._is_boundary(j + 1):
                    said, _ = self._after(j)
                    if said is not None:
                        return self._said_behind(said, joints, kind, alike=False, whole=False)
            else:
                return None
            j += 1
        return None

    def _says_itself(self, i: int) -> Said | None:
        """Whether a name is spelled as absent: ``EBV negative``."""
        mention = self.items[i].mention
        says = {m.says for m in mention.of("presence")} if mention is not None else set()
        return "absent" if says == {"absent"} else None

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
        if self._is_plus_behind(j):
            return "present", i
        if "pending" in item.cues and not self._is_name_at(j + 1):
            return "unclear", i
        if "affirmed_after" in item.cues and self._is_boundary(j + 1):
            later = self._said_later(j + 1)
            return later if later[0] is not None else ("present", i)
        if item.cues.isdisjoint(("negated_after", "suspected_after")):
            return self._said_later(i + 1, turns=True)
        return self._closed_by(i, j)

    def _closed_by(self, i: int, j: int) -> tuple[Said | None, int]:
        """What the cue ``j`` says of item ``i``, by what stands behind the cue."""
        item = self.items[j]
        said: Said = "absent" if "negated_after" in item.cues else "suspected"
        beyond = j + 1
        while (
            beyond < len(self.items)
            and self.items[beyond].kind == "cue"
            and not self._is_boundary(beyond)
        ):
            beyond += 1
        if item.text == "?" or self._is_boundary(beyond):
            later = self._said_later(beyond)
            return later if later[0] is not None else (said, j)
        if self._is_name_at(beyond) and self._closes_itself(beyond):
            return said, j
        if self._is_name_at(beyond) and not item.cues.isdisjoint(("negated", "suspected")):
            return None, i
        return "unclear", i

    def _is_name_at(self, i: int) -> bool:
        return i < len(self.items) and self.items[i].kind == "name"

    def _closes_itself(self, i: int) -> bool:
        """Whether a name has a cue of its own behind it: ``del17p neg t(4;14) neg``."""
        behind = self.items[i + 1] if i + 1 < len(self.items) else None
        return behind is not None and not behind.cues.isdisjoint(_CLOSING)

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
        if not turned or k == j or k >= len(self.items) or not self._is_boundary(k + 1):
            return None, j
        for cue, said in _LATER.items():
            if cue in self.items[k].cues:
                return said, k
        return None, j

    def _is_minus_behind(self, j: int) -> bool:
        """Whether a minus is written behind a name (``del17p-``): negative, or only a hyphen."""
        if j >= len(self.items) or self.items[j].text != "-":
            return False
        glued = self.page.touches_before(self.items[j].first)
        ends = (
            j + 1 >= len(self.items)
            or (glued and self.items[j + 1].text == "/")
            or (self._is_boundary(j + 1) and self.items[j + 1].kind in ("break", "sign"))
        )
        return ends or (glued and not self.page.touches_after(self.items[j].first))

    def _is_plus_behind(self, j: int) -> bool:
        """Whether a plus is written behind a name: ``t(4;14)+``, but not ``t(4;14)+del17p``."""
        plus = self.items[j]
        return (
            plus.text == "+"
            and self.page.touches_before(plus.first)
            and not self.page.touches_after(plus.first)
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
