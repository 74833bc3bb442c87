"""What stands between a number and the name before it? Only fillers may."""

from dataclasses import dataclass, field
from typing import Final

from b2m_core.contract.codes import Comparator
from b2m_core.reading.binding.bound import COMPARATORS, MOST_FILLERS, Bindings
from b2m_core.reading.items import SPECIMENS
from b2m_core.reading.meanings import Mention

_OPEN: Final = "([{"
_CLOSE: Final = ")]}"


@dataclass(slots=True)
class Path:
    """The way from a number back to the item ``name``, and what the fillers on it said."""

    name: int
    comparator: Comparator = "="
    units: Mention | None = None
    specimens: set[str] = field(default_factory=set)
    dates: list[int] = field(default_factory=list)
    was_from: bool = False
    reference: bool = False
    limits: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)


class Paths:
    """Goes back from the numbers of a page to the names before them."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items
        coded = bindings.library.coded.items()
        self.levels = {str(code) for code, item in coded if item.level_of is not None}
        self._units_over: dict[int, Mention] = {}
        for token, mentions in bindings.page.found.by_kind["unit"].items():
            for mention in mentions:
                if not mention.is_weak_unit:
                    for over in range(token, mention.last):
                        self._units_over.setdefault(over, mention)

    def to_name(self, i: int) -> Path | None:
        """The way from a number to the name before it; null where something cuts the two apart."""
        path = Path(name=-1)
        j = i - 1
        steps = 0
        while j >= 0 and steps < MOST_FILLERS:
            item = self.items[j]
            if item.kind == "name":
                if item.is_name("quantity", "coded", "other"):
                    path.name = j
                    return path
                if "link" not in item.cues:
                    return None
                path.passed.append(j)
                j -= 1
                steps += 1
                continue
            if item.kind == "break" and self._is_below_its_name(j, i):
                j -= 1
                continue
            opened = self._bracketed_limit(j)
            if opened is not None:
                path.limits.append(opened)
                j = opened - 2 if self.page.has_cue(opened - 1, *COMPARATORS) else opened - 1
                while j >= 0 and not self.page.is_sign(j, _OPEN):
                    j -= 1
                j -= 1
                steps += 1
                continue
            if not self._is_filler(j, path, i):
                return None
            j -= 1
            steps += 1
        return None

    def _is_below_its_name(self, j: int, number: int) -> bool:
        """Whether a number stands alone on the line below its name, in no list of either."""
        if self.items[j].text != "\n" or number != j + 1:
            return False
        name = j - 2 if self.page.has_cue(j - 1, "link") else j - 1
        heading, before = self.page.item(name), self.page.item(name - 1)
        if heading is None or not heading.is_name("quantity"):
            return False
        if before is not None and (before.kind != "break" or self._is_alone(name - 2)):
            return False
        behind = number + 1
        while behind < len(self.items) and (
            self.unit_over(behind) is not None or self.items[behind].kind == "unit"
        ):
            behind += 1
        ends = behind >= len(self.items) or self.items[behind].kind == "break"
        following = self.page.item(behind + 1)
        return ends and (following is None or following.kind != "number")

    def _is_alone(self, i: int) -> bool:
        """Whether a name stands alone on its line."""
        item, before = self.page.item(i), self.page.item(i - 1)
        return (
            item is not None
            and item.is_name("quantity", "other")
            and (before is None or before.kind == "break")
        )

    def _bracketed_limit(self, j: int) -> int | None:
        """The number or range in the brackets that close at ``j``: ``(<2.5)``, ``[0.7-1.8]``."""
        if not self.page.is_sign(j, _CLOSE):
            return None
        number = None
        for k in range(j - 1, max(-1, j - MOST_FILLERS), -1):
            if self.page.is_sign(k, _OPEN):
                return number
            if self.items[k].kind in ("number", "range"):
                if number is not None:
                    return None
                number = k
            elif self.items[k].kind in ("name", "break"):
                return None
        return None

    def _is_filler(self, j: int, path: Path, number: int) -> bool:
        """Whether an item may stand between a name and its number; ``path`` keeps what it says."""
        item = self.items[j]
        unit = self.unit_over(j)
        if item.kind == "date":
            path.dates.append(j)
        elif self._is_before_date(j):
            pass
        elif unit is not None and path.units in (None, unit):
            path.units = unit
        elif signs := {sign for cue, sign in COMPARATORS.items() if cue in item.cues}:
            if path.comparator not in ("=", *signs):
                return False
            path.comparator = signs.pop()
        elif specimens := item.cues & set(SPECIMENS):
            path.specimens |= specimens
        elif "from" in item.cues:
            path.was_from = True
        elif "reference" in item.cues and "link" not in item.cues:
            path.reference = True
        elif item.kind == "sign":
            return self._is_filling_sign(j)
        else:
            fills = not item.cues.isdisjoint(("link", "flag", "own_laboratory"))
            return fills or self._is_level(j)
        return True

    def _is_filling_sign(self, j: int) -> bool:
        """Whether a sign may stand between a name and its number; a comma only without space."""
        item = self.items[j]
        if item.text != ",":
            return item.text in "()[]{}-|\t\"'`_"
        if self.page.item(j + 1) is not None and self.unit_over(j + 1) is not None:
            return self.items[j - 1].is_name("quantity")  # "β2M, mg/L: 5.2"
        glued = self.page.touches_after(item.first) and self.page.touches_before(item.first)
        return glued or self.page.has_cue(j + 1, *SPECIMENS)

    def _is_before_date(self, j: int) -> bool:
        """Whether ``on`` or ``in`` stands before a day, a specimen or a unit."""
        following = self.page.item(j + 1)
        return (
            self.page.has_cue(j, "within")
            and following is not None
            and (
                following.kind == "date"
                or self.page.has_cue(j + 1, *SPECIMENS)
                or self.unit_over(j + 1) is not None
            )
        )

    def unit_over(self, j: int) -> Mention | None:
        """The unit of which item ``j`` is a part."""
        return self._units_over.get(self.items[j].first)

    def _is_level(self, j: int) -> bool:
        token = self.items[j].first
        return any(
            mention.last > token and any(m.what in self.levels for m in mention.of("coded_word"))
            for back in range(4)
            for mention in self.page.found.at(token - back, "coded_word")
        )
