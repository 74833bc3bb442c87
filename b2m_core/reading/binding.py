"""Which number belongs to which name? Only what stands in a known order is bound.

``bind`` is the one to read first. Between a name and its number only fillers may stand (``of``,
``:``, a comparator, a unit, a specimen); any other word cuts the two apart. What could be bound in
two ways is bound in none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from b2m_core.contract.codes import Comparator, QuantityCode
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema import Why
from b2m_core.reading.items import Item, Page
from b2m_core.reading.lexicon import Kind, Mention
from b2m_core.reading.values import within

COMPARATORS: Final[dict[str, Comparator]] = {
    "less": "<",
    "at_most": "<=",
    "greater": ">",
    "at_least": ">=",
    "about": "~",
}
_AFTER: Final[dict[str, Comparator]] = {"at_most_after": "<=", "at_least_after": ">="}
_OPEN: Final = "([{"
_CLOSE: Final = ")]}"
_MOST_FILLERS: Final = 10
_LONGEST_UNIT: Final = 8
_LONGEST_LIST: Final = 60
_LAST_DAY: Final = 31
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_SPECIMENS: Final = ("blood", "urine", "other_specimen")


@dataclass(slots=True)
class Bound:
    """What is known of one number or range: whose it is and what stands around it.

    ``name`` is the item of the name, ``after`` the words that follow the number and name it.
    ``first`` and ``last`` are the items it was read from. ``units`` holds the written unit.
    """

    number: int
    first: int
    last: int
    name: int | None = None
    after: Mention | None = None
    comparator: Comparator = "="
    units: Mention | None = None
    specimens: set[str] = field(default_factory=set)
    dates: list[int] = field(default_factory=list)
    end: int = 0
    reference_of: "Bound | None" = None
    continues: bool = False
    why: Why | None = None
    was_from: bool = False


@dataclass(slots=True)
class _Path:
    name: int
    comparator: Comparator = "="
    units: Mention | None = None
    specimens: set[str] = field(default_factory=set)
    dates: list[int] = field(default_factory=list)
    was_from: bool = False
    reference: bool = False
    limits: list[int] = field(default_factory=list)


class Binder:
    """Binds the numbers of one page."""

    def __init__(self, page: Page, library: Library) -> None:
        """Look at one page with the names of ``library``."""
        self.page = page
        self.items = page.items
        self.library = library
        self.bound: dict[int, Bound] = {}
        self.owners: dict[int, list[Bound]] = {}

    def bind(self) -> dict[int, Bound]:
        """Every number and range of the page, by its item, in the order of the text."""
        self._join_dates_and_ranges()
        for i in range(len(self.items)):
            if self.items[i].kind in ("number", "range"):
                self._start(i)
        numbers = list(self.bound)
        for i in numbers:
            self._forward(self.bound[i])
        for i in numbers:
            self._drop_weak_unit(self.bound[i])
            self._backward(self.bound[i])
            if self.bound[i].name is None and self.alone(self.bound[i]) is not None:
                self._comparator_before(self.bound[i])
        for i in numbers:
            self._continue(self.bound[i])
        self._refuse_what_could_be_otherwise(numbers)
        for i in numbers:
            self._reference(self.bound[i])
        for i in numbers:
            self._another_time(self.bound[i])
        return self.bound

    # Neighbours

    def item(self, i: int) -> Item | None:
        """An item by its number, null outside the page."""
        return self.items[i] if 0 <= i < len(self.items) else None

    def is_sign(self, i: int, signs: str) -> bool:
        """Whether an item is one of these signs."""
        item = self.item(i)
        return item is not None and len(item.text) == 1 and item.text in signs

    def has_cue(self, i: int, *cues: str) -> bool:
        """Whether an item is one of these cues."""
        item = self.item(i)
        return item is not None and not item.cues.isdisjoint(cues)

    def lookup(self, i: int, kind: Kind) -> Mention | None:
        """The longest spelling with this kind of meaning that begins at an item."""
        item = self.item(i)
        if item is None:
            return None
        return next(self.page.found.at(item.first, kind), None)

    def after_mention(self, i: int, mention: Mention) -> int:
        """The first item behind a looked-up spelling that begins at item ``i``."""
        while i < len(self.items) and self.items[i].last <= mention.last:
            i += 1
        return i

    # Dates and ranges

    def _join_dates_and_ranges(self) -> None:
        """Make one item of ``12 March 2024``, of ``0.8-2.3`` and of ``0.8 to 2.3``."""
        joined: list[Item] = []
        items = self.items
        i = 0
        while i < len(items):
            last = self._date_from(i)
            if last is None:
                last = self._range_from(i)
            if last is None:
                joined.append(items[i])
                i += 1
                continue
            first = items[i]
            merged = Item(
                "date" if self._date_from(i) is not None else "range",
                first.first,
                items[last].last,
                first.start,
                items[last].end,
                first.text,
                sentence=first.sentence,
                clause=first.clause,
            )
            if merged.kind == "range":
                merged.numbers = first.numbers
                merged.broken = first.broken or items[last].broken
                merged.high = items[last]
            joined.append(merged)
            i = last + 1
        self.items = self.page.items = joined

    def _date_from(self, i: int) -> int | None:
        items = self.items
        if items[i].kind == "date":
            return i
        last = i
        if (self._is_day(i) and self._is_month(i + 1)) or (
            self._is_month(i) and self._is_day(i + 1)
        ):
            last = i + 1
        elif self._is_month(i) and self._is_year(i + 1):
            return i + 1
        else:
            return None
        if self.is_sign(last + 1, ",") and self._is_year(last + 2):
            return last + 2
        return last + 1 if self._is_year(last + 1) else last

    def _is_month(self, i: int) -> bool:
        return self.has_cue(i, "month")

    def _is_day(self, i: int) -> bool:
        item = self.item(i)
        if item is None or item.kind != "number" or not item.text.isdigit():
            return False
        return int(item.text[:3]) <= _LAST_DAY

    def _is_year(self, i: int) -> bool:
        item = self.item(i)
        return item is not None and item.kind == "number" and bool(_YEAR.fullmatch(item.text))

    def _range_from(self, i: int) -> int | None:
        items = self.items
        if items[i].kind != "number" or self._comes_from(i):
            return None
        j = i + 1
        unit = self._unit_at(j)
        if unit is not None:
            j = self.after_mention(j, unit)
        if not (self.is_sign(j, "-") or self.has_cue(j, "to")):
            return None
        while self.is_sign(j, "-") or self.has_cue(j, "to"):
            j += 1
        high = self.item(j)
        if high is None or high.kind != "number":
            return None
        return j

    def _comes_from(self, i: int) -> bool:
        before = i - 1
        while self.has_cue(before, *COMPARATORS, "link"):
            before -= 1
        return self.has_cue(before, "from")

    # What stands around a number

    def _unit_at(self, i: int) -> Mention | None:
        return self.lookup(i, "unit")

    def _start(self, i: int) -> None:
        bound = Bound(i, i, i)
        self.bound[i] = bound
        behind = i + 1
        while self.has_cue(behind, "flag") and self._unit_at(behind) is None:
            behind += 1
        if self.is_sign(behind, "|\t,"):
            beyond = behind + 1
            if self._unit_at(beyond) is not None and not self._is_weak(self._unit_at(beyond)):
                glued = not self.is_sign(behind, ",") or self.page.touches_after(
                    self.items[behind].first
                )
                behind = beyond if glued else behind
        if self._is_hyphen_to_unit(behind):
            behind += 1
        unit = self._unit_at(behind)
        if unit is None and self.is_sign(behind, _OPEN):
            inner = self._unit_at(behind + 1)
            if inner is not None and self.is_sign(self.after_mention(behind + 1, inner), _CLOSE):
                bound.units = inner
                bound.last = self.after_mention(behind + 1, inner)
        elif unit is not None and (self._is_weak(unit) or not self._is_name(behind, unit)):
            bound.units = unit
            bound.last = self.after_mention(behind, unit) - 1
        elif self._is_unknown_quotient(behind):
            bound.why = "unknown_unit"
            bound.last = behind + 2
        if bound.units is not None and self._is_divided(bound.last + 1):
            bound.why = "unknown_unit"
        self._take_words_after(bound)
        if bound.after is not None or (bound.units is not None and not self._is_weak(bound.units)):
            self._take_as_unit(i + 1, bound.last)
        bound.end = self.items[bound.last].end
        if self.has_cue(bound.last + 1, *_AFTER):
            bound.last += 1
            bound.end = self.items[bound.last].end
            bound.comparator = next(_AFTER[c] for c in _AFTER if c in self.items[bound.last].cues)

    def _is_hyphen_to_unit(self, i: int) -> bool:
        """Whether a hyphen joins a number and a unit: ``4-fold``, ``3-month``."""
        return (
            self.is_sign(i, "-")
            and i + 1 < len(self.items)
            and self.page.touches_before(self.items[i].first)
            and self.page.touches_after(self.items[i].first)
            and self._unit_at(i + 1) is not None
        )

    def _take_as_unit(self, first: int, last: int) -> None:
        """Let items be nothing but a unit: the L of U/L is no mark, 1.73 no number."""
        for item in self.items[first : last + 1]:
            item.kind = "unit"
            item.cues = frozenset()
            item.numbers = ()

    def _is_divided(self, i: int) -> bool:
        """Whether a unit goes on with something that is not known: ``mg/L/day``."""
        behind = self.item(i + 1)
        return (
            self.is_sign(i, "/")
            and behind is not None
            and behind.kind != "name"
            and self.page.touches_before(self.items[i].first)
            and self.page.touches_after(self.items[i].first)
        )

    def _is_unknown_quotient(self, i: int) -> bool:
        """Whether ``foo/L`` stands there: some unit, but none that is known."""
        return (
            i + 2 < len(self.items)
            and self.items[i].kind == "word"
            and self.is_sign(i + 1, "/")
            and self.page.touches_before(self.items[i + 1].first)
            and self.page.touches_before(self.items[i + 2].first)
        )

    def _is_name(self, i: int, unit: Mention) -> bool:
        """Whether what a unit could begin is a name instead, at least as long as the unit."""
        item = self.item(i)
        return item is not None and item.kind == "name" and item.last >= unit.last

    def _is_weak(self, mention: Mention | None) -> bool:
        return mention is not None and all(meaning.weak for meaning in mention.of("unit"))

    def _take_words_after(self, bound: Bound) -> None:
        """Bind a number to the words that follow it and name it: ``72 yo``."""
        j = bound.number + 1
        if self.is_sign(j, "-"):
            j += 1
        mention = self.lookup(j, "after_number")
        if mention is not None and self.items[bound.number].kind == "number":
            bound.after = mention
            bound.units = None
            bound.why = None
            bound.last = self.after_mention(j, mention) - 1
            self._comparator_before(bound)

    def _forward(self, bound: Bound) -> None:
        if bound.after is not None:
            return
        path = self._path_to_name(bound.number)
        if path is None:
            return
        bound.name = path.name
        bound.first = self._full_name(path.name)
        if path.comparator != "=":
            bound.comparator = path.comparator
        bound.specimens |= path.specimens
        bound.dates += path.dates
        bound.was_from = path.was_from
        if path.units is not None:
            if bound.units is not None and set(_unit_names(path.units)) != set(
                _unit_names(bound.units)
            ):
                bound.why = "unknown_unit"
            bound.units = path.units if bound.units is None else bound.units
        if path.reference:
            bound.why = "reference_range"
        if self.has_cue(bound.number - 1, "change"):
            bound.why = "not_a_measurement"
        for limit in path.limits:
            other = self.bound[limit]
            if other in self.owners.get(path.name, []):
                self.owners[path.name].remove(other)
            other.name, other.first, other.why = None, limit, None
            other.reference_of = bound
        self._drop_weak_unit(bound)
        if path.units is not None:
            for j in range(path.name + 1, bound.number):
                if self._unit_over(j) is path.units:
                    self._take_as_unit(j, j)
        self.owners.setdefault(path.name, []).append(bound)

    def _full_name(self, name: int) -> int:
        """The first of two names of one thing: ``lactate dehydrogenase (LDH)``."""
        full, short = self.item(name - 2), self.items[name]
        if (
            full is not None
            and full.mention is not None
            and short.mention is not None
            and self.is_sign(name - 1, _OPEN)
            and {m.what for m in full.mention.of("quantity")}
            == {m.what for m in short.mention.of("quantity")}
        ):
            full.kind = "sign"
            return name - 2
        return name

    def _drop_weak_unit(self, bound: Bound) -> None:
        """A word such as ``in`` is a unit only for a quantity that accepts that unit."""
        if bound.units is None or not self._is_weak(bound.units):
            return
        if bound.name is None and self.alone(bound) is not None:
            return
        mention = self.items[bound.name].mention if bound.name is not None else None
        units = set(_unit_names(bound.units))
        for meaning in mention.of("quantity") if mention is not None else ():
            if units & set(self.library.quantities[meaning.what].units):  # type: ignore[index]  # means a quantity code
                self._take_as_unit(bound.number + 1, bound.last)
                return
        bound.units = None
        bound.last = bound.number
        bound.end = self.items[bound.number].end

    def alone(self, bound: Bound) -> QuantityCode | None:
        """The quantity that a number's unit names by itself: ``65 kg``, ``72 years``."""
        if bound.units is None:
            return None
        units = set(_unit_names(bound.units))
        numbers = self.items[bound.number].numbers
        for code, quantity in self.library.quantities.items():
            for unit in units & set(quantity.units_alone):
                if any(within(quantity.units_alone[unit], number) for number in numbers):
                    return code
        return None

    def _path_to_name(self, i: int) -> _Path | None:
        path = _Path(name=-1)
        j = i - 1
        steps = 0
        while j >= 0 and steps < _MOST_FILLERS:
            item = self.items[j]
            if item.kind == "name":
                if not item.is_name("quantity", "coded", "other"):
                    return None
                path.name = j
                return path
            opened = self._bracketed_limit(j)
            if opened is not None:
                path.limits.append(opened)
                j = opened - 2 if self.has_cue(opened - 1, *COMPARATORS) else opened - 1
                while j >= 0 and not self.is_sign(j, _OPEN):
                    j -= 1
                j -= 1
                steps += 1
                continue
            if not self._is_filler(j, path, i):
                return None
            j -= 1
            steps += 1
        return None

    def _bracketed_limit(self, j: int) -> int | None:
        """The number or range in the brackets that close at ``j``: ``(<2.5)``, ``[0.7-1.8]``."""
        if not self.is_sign(j, _CLOSE):
            return None
        number = None
        for k in range(j - 1, max(-1, j - _MOST_FILLERS), -1):
            if self.is_sign(k, _OPEN):
                return number
            if self.items[k].kind in ("number", "range"):
                if number is not None:
                    return None
                number = k
            elif self.items[k].kind in ("name", "break"):
                return None
        return None

    def _is_filler(self, j: int, path: _Path, number: int) -> bool:
        """Whether an item may stand between a name and its number; ``path`` keeps what it says."""
        item = self.items[j]
        unit = self._unit_over(j)
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
        elif specimens := item.cues & set(_SPECIMENS):
            path.specimens |= specimens
        elif "from" in item.cues:
            path.was_from = True
        elif "reference" in item.cues and "link" not in item.cues:
            path.reference = True
        elif item.kind == "sign":
            return self._is_filling_sign(j)
        else:
            return not item.cues.isdisjoint(("link", "flag")) or self._is_level(j)
        return True

    def _is_filling_sign(self, j: int) -> bool:
        """Whether a sign may stand between a name and its number; a comma only without space."""
        item = self.items[j]
        if item.text != ",":
            return item.text in "()[]{}-|\t"
        glued = self.page.touches_after(item.first) and self.page.touches_before(item.first)
        return glued or self.has_cue(j + 1, *_SPECIMENS)

    def _is_before_date(self, j: int) -> bool:
        """Whether ``on`` or ``in`` stands before a day or a specimen."""
        following = self.item(j + 1)
        return (
            self.has_cue(j, "within")
            and following is not None
            and (
                following.kind == "date" or self.has_cue(j + 1, "blood", "urine", "other_specimen")
            )
        )

    def _unit_over(self, j: int) -> Mention | None:
        """The unit of which item ``j`` is a part."""
        token = self.items[j].first
        for first in range(max(0, token - _LONGEST_UNIT), token + 1):
            for mention in self.page.found.at(first, "unit"):
                if mention.last > token and not self._is_weak(mention):
                    return mention
        return None

    def _is_level(self, j: int) -> bool:
        token = self.items[j].first
        return any(
            mention.last > token
            for back in range(4)
            for mention in self.page.found.at(token - back, "coded_word")
        )

    def _backward(self, bound: Bound) -> None:
        """Bind ``6.1 mg/L β2M`` where nothing else can be meant."""
        if bound.name is not None or bound.after is not None:
            return
        j = bound.last + 1
        while self.has_cue(j, "link", "blood", "urine", "other_specimen") and not self.is_sign(
            j, ":="
        ):
            for specimen in ("blood", "urine", "other_specimen"):
                if self.has_cue(j, specimen):
                    bound.specimens.add(specimen)
            j += 1
        item = self.item(j)
        if item is None or not item.is_name("quantity", "other"):
            return
        if j in self.owners:
            if not self._alternates_backward(bound.number):
                before = self.item(bound.number - 1)
                if bound.units is None and (before is None or before.kind != "word"):
                    bound.why = "unclear_which"
                    for other in self.owners[j]:
                        other.why = other.why or "unclear_which"
                return
            for other in self.owners.pop(j):
                other.name = None
                other.first = other.number
                other.specimens.clear()
        bound.name = j
        bound.last = max(bound.last, j)
        self._comparator_before(bound)
        self.owners.setdefault(j, []).append(bound)

    def _comparator_before(self, bound: Bound) -> None:
        before = bound.first - 1
        for cue, sign in COMPARATORS.items():
            if self.has_cue(before, cue):
                bound.comparator = sign
                bound.first = before

    def _alternates_backward(self, number: int) -> bool:
        """Whether number and name take turns from here to a clause that ends with a name."""
        clause = self.items[number].clause
        wanted, pairs = "number", 0
        # A list longer than this is none that anybody types, and a limit keeps the reader linear.
        for item in self.items[number : number + _LONGEST_LIST]:
            if item.clause != clause or item.kind == "break" or item.text == ",":
                break
            kind = "number" if item.kind in ("number", "range") else "name"
            if kind == "name" and not item.is_name("quantity", "other"):
                continue
            if kind != wanted:
                return False
            pairs += kind == "name"
            wanted = "name" if kind == "number" else "number"
        return wanted == "number" and pairs > 1

    def _continue(self, bound: Bound) -> None:
        """Bind the later of two numbers: ``3.2 → 5.9``, ``from 3.2 to 5.9``."""
        if bound.name is not None or bound.after is not None:
            return
        j = bound.number - 1
        while self.has_cue(j, *COMPARATORS) and not self.has_cue(j, "then"):
            j -= 1
        joined = self.has_cue(j, "then", "to")
        if not joined:
            return
        earlier = self._number_ending_before(j)
        if earlier is None or earlier.name is None or earlier.why is not None:
            return
        if self.has_cue(j, "to") and not self.has_cue(j, "then") and not earlier.was_from:
            return
        bound.name = earlier.name
        bound.continues = True
        bound.specimens |= earlier.specimens
        if bound.units is None and earlier.units is not None:
            bound.units = earlier.units
        elif earlier.units is None and bound.units is not None:
            self._share_units(earlier, bound.units)
        self.owners[earlier.name].append(bound)

    def _share_units(self, earlier: Bound, units: Mention) -> None:
        for other in self.owners.get(earlier.name if earlier.name is not None else -1, []):
            if other.units is None:
                other.units = units

    def _number_ending_before(self, j: int) -> Bound | None:
        for k in range(j - 1, max(-1, j - _MOST_FILLERS), -1):
            bound = self.bound.get(k)
            if bound is not None:
                return bound if bound.last == j - 1 else None
        return None

    # What could be meant otherwise

    def _refuse_what_could_be_otherwise(self, numbers: list[int]) -> None:
        for i in numbers:
            bound = self.bound[i]
            if self.items[i].kind == "range":
                continue
            following = self._number_right_behind(bound)
            if following is not None and self._could_be_one(following):
                for one in (bound, following):
                    one.why = one.why or "ambiguous_number"
            self._refuse_torn(bound)
            if bound.name is not None and not bound.continues:
                self._refuse_year(bound)
                self._refuse_lists(bound)
                self._refuse_sex_beside(bound)

    def _refuse_torn(self, bound: Bound) -> None:
        """Refuse ``6. 1``: one number with a space in it, or two."""
        point, rest = self.item(bound.number + 1), self.bound.get(bound.number + 2)
        whole = self.items[bound.number].text.isdigit() and bound.units is None
        if point is None or rest is None or point.text not in (".", ",") or not whole:
            return
        if self.page.touches_before(point.first) and self._is_nobodys(rest):
            bound.why = bound.why or "ambiguous_number"
            rest.why = rest.why or "ambiguous_number"

    def _refuse_year(self, bound: Bound) -> None:
        """Refuse ``β2M 2023: 6.1``."""
        set_apart = self.is_sign(bound.number + 1, ":-=)") or self.is_sign(bound.number - 1, "(")
        if self._is_year(bound.number) and bound.units is None and set_apart:
            bound.why = bound.why or "ambiguous_number"

    def _could_be_one(self, following: Bound) -> bool:
        """Whether a number right behind another may belong to it: ``6 100``, ``6.1 5.9``."""
        return (
            self.items[following.number].kind == "number"
            and self._is_nobodys(following)
            and not self._is_beside_sex(following)
            and not self._is_other_unit(following)
        )

    def _is_nobodys(self, bound: Bound) -> bool:
        return bound.name is None and bound.after is None

    def _is_beside_sex(self, bound: Bound) -> bool:
        """Whether a letter for the sex stands right behind a number: ``72F``."""
        mark = self.item(bound.number + 1)
        return (
            mark is not None
            and (mark.text.isupper() or len(mark.text) > 1)
            and self.lookup(bound.number + 1, "beside_age") is not None
        )

    def _number_right_behind(self, bound: Bound) -> Bound | None:
        j = bound.last + 1
        while self.is_sign(j, "|\t*<>~") or self.has_cue(j, "flag"):
            j += 1
        return self.bound.get(j)

    def _refuse_lists(self, bound: Bound) -> None:
        """Refuse ``β2M, creatinine: 6.1, 2.4`` and ``β2M/creatinine 6.1``."""
        if bound.name is None or bound.first != bound.name:
            return
        j = bound.name - 1
        slash = self.is_sign(j, "/")
        if not (slash or self.is_sign(j, ",|\t+&") or self.has_cue(j, "and", "or")):
            return
        before = self.item(j - 1)
        if before is None or not before.is_name("quantity", "other") or (j - 1) in self.owners:
            return
        k = bound.last + 1
        more = False
        while self.is_sign(k, ",/|\t+&") or self.has_cue(k, "and", "or"):
            more = True
            k += 1
        following = self.bound.get(k)
        another = (
            more and following is not None and following.name is None and following.after is None
        )
        if slash or another:
            bound.why = bound.why or "unclear_which"
            if following is not None and another:
                following.why = following.why or "unclear_which"

    def _refuse_sex_beside(self, bound: Bound) -> None:
        """Refuse ``creatinine 72 M``: the number may be an age."""
        mark = self.lookup(bound.number + 1, "beside_age")
        item = self.item(bound.number + 1)
        if mark is None or item is None or bound.units is not None:
            return
        if len(item.text) == 1 and not item.text.isupper():
            return
        name = self.items[bound.name] if bound.name is not None else None
        if name is not None and name.is_name("quantity") and not self._is_age(name):
            bound.why = bound.why or "unclear_which"

    def _is_age(self, name: Item) -> bool:
        return name.mention is not None and any(
            self.library.quantities[meaning.what].units.keys() >= {"a"}  # type: ignore[index]  # means a quantity code
            for meaning in name.mention.of("quantity")
        )

    # Values of another time

    def _another_time(self, bound: Bound) -> None:
        """Tell the present of two values of one name: ``was 3.2 in March, now 5.9``.

        An earlier one without a day is not used; where nothing tells the two apart, neither is.
        """
        if not self._is_nobodys(bound) or bound.why or self.items[bound.number].kind != "number":
            return
        broken = self.items[bound.number].broken
        if broken or self._is_beside_sex(bound) or self._is_other_unit(bound):
            return
        before: set[str] = set()
        separated = False
        j = bound.number - 1
        while j >= 0 and self._number_ending_at(j) is None:
            item = self.items[j]
            if not self._may_stand_between(item):
                return
            separated = separated or item.text in ",(" or "and" in item.cues
            if not separated:
                before |= item.cues
            j -= 1
        earlier = self._number_ending_at(j)
        if earlier is None or not self._is_value(earlier):
            return
        behind = bound.last + 1
        while self.is_sign(behind, "(") or self.has_cue(behind, "within"):
            behind += 1
        item_behind = self.item(behind)
        cues_behind = set(item_behind.cues) if item_behind is not None else set()
        # "today 2.4 yesterday 1.2": the words before a number; "1.2 yesterday, 2.4 today": behind.
        told_behind = not cues_behind.isdisjoint(("now", "earlier"))
        time = cues_behind if told_behind else before
        if "now" in time and "earlier" not in time:
            bound.name, bound.first = earlier.name, bound.number
            bound.continues, bound.units = True, bound.units or earlier.units
            bound.specimens |= earlier.specimens
            earlier.why = "earlier_value"
        elif "earlier" in time:
            bound.why = "earlier_value"
        else:
            # "β2M 6.1 mg/L, 17": what has a unit of its own is the value.
            if earlier.units is None or bound.units is not None or earlier.first > bound.number:
                earlier.why = "unclear_which"
            bound.why = "unclear_which"

    def _may_stand_between(self, item: Item) -> bool:
        """Whether an item may stand between two values of one name."""
        if item.kind == "name":
            return item.is_name("other")
        return (
            item.kind in ("cue", "sign", "date", "unit")
            and item.text != "/"
            and item.cues.isdisjoint(("negated", "correction", "takes_back"))
        )

    def _is_value(self, bound: Bound) -> bool:
        """Whether a number is, as far as is known, a value of a quantity named."""
        return (
            bound.name is not None
            and self.items[bound.name].is_name("quantity")
            and bound.why is None
            and bound.reference_of is None
            and not self.items[bound.number].broken
        )

    def _is_other_unit(self, bound: Bound) -> bool:
        """Whether a number has a unit that no measured quantity has: ``3 months``, ``80 kg``."""
        if bound.units is None:
            return False
        units = set(_unit_names(bound.units))
        return not any(
            units & set(quantity.units)
            for quantity in self.library.quantities.values()
            if quantity.specimen is not None
        )

    # Reference ranges

    def _reference(self, bound: Bound) -> None:
        """Find the value whose reference range or limit this is."""
        if bound.reference_of is not None:
            bound.why = "reference_range"
            return
        item = self.items[bound.number]
        j = bound.number - 1
        cue = bracket = limit = False
        while True:
            if self.is_sign(j, _OPEN):
                bracket = True
            elif self.has_cue(j, "less", "at_most"):
                limit = True
            elif self.has_cue(j, "reference"):
                cue = True
            elif not (
                self.has_cue(j, "flag", "greater", "at_least")
                or self.is_sign(j, "|\t:=,-")
                or (self.has_cue(j, "link") and cue is False and self.has_cue(j - 1, "reference"))
            ):
                break
            j -= 1
        owner = self._number_ending_at(j)
        is_limit = item.kind == "range" or cue or (bracket and limit)
        if is_limit and owner is not None and owner is not bound and owner.name is not None:
            bound.reference_of = owner
            bound.why = "reference_range"
            # "0.61 H 0.08-0.23 mg/dL": the unit behind the range is the value's as well.
            owner.units = owner.units or bound.units
            if owner.why == "ambiguous_number":
                owner.why = None
            return
        if item.kind == "range":
            bound.why = bound.why or ("reference_range" if cue else "range")
        elif bracket and self._has_comparator_before(bound.number) and bound.name is not None:
            bound.why = bound.why or "reference_range"
        elif cue:
            bound.why = "reference_range"

    def _has_comparator_before(self, i: int) -> bool:
        return self.has_cue(i - 1, "less", "at_most", "greater", "at_least")

    def _number_ending_at(self, j: int) -> Bound | None:
        for k in range(j, max(-1, j - _MOST_FILLERS), -1):
            found = self.bound.get(k)
            if found is not None:
                return found if found.last >= j or found.reference_of else None
        return None


def _unit_names(mention: Mention) -> Iterator[str]:
    return (meaning.what for meaning in mention.of("unit"))
