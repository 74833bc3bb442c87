"""Which numbers could be meant otherwise? They are refused, each with its reason."""

from typing import Final

from b2m_core.reading.binding.bound import Bindings, Bound
from b2m_core.reading.binding.joining import is_year
from b2m_core.reading.items import Item

_LONGEST_UNIT: Final = 12


class Doubts:
    """Doubts the numbers of a page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items

    def refuse(self) -> None:
        """Give every number that could be meant otherwise its reason."""
        for i, bound in self.bindings.bound.items():
            if self.items[i].kind == "range" or bound.placed:
                continue
            following = self._number_right_behind(bound)
            if following is not None and self._could_be_one(following):
                for one in (bound, following):
                    one.why = one.why or "ambiguous_number"
            self._refuse_torn(bound)
            if bound.name is not None and bound.follows is None:
                self._refuse_year(bound)
                self._refuse_lists(bound)
                self._refuse_sex_beside(bound)

    def _refuse_torn(self, bound: Bound) -> None:
        """Refuse ``6. 1`` and ``6 . 1``: one number with spaces in it, or two."""
        point, rest = self.page.item(bound.number + 1), self.bindings.bound.get(bound.number + 2)
        whole = self.items[bound.number].text.isdigit() and bound.units is None
        if point is None or rest is None or point.text not in (".", ",") or not whole:
            return
        torn = self.page.touches_before(point.first) or point.text == "."
        if torn and self.bindings.is_nobodys(rest):
            bound.why = bound.why or "ambiguous_number"
            rest.why = rest.why or "ambiguous_number"

    def _refuse_year(self, bound: Bound) -> None:
        """Refuse ``β2M 2023: 6.1``."""
        set_apart = self.page.is_sign(bound.number + 1, ":-=)") or self.page.is_sign(
            bound.number - 1, "("
        )
        if is_year(self.page, bound.number) and bound.units is None and set_apart:
            bound.why = bound.why or "ambiguous_number"

    def _could_be_one(self, following: Bound) -> bool:
        """Whether a number right behind another may belong to it: ``6 100``, ``6.1 5.9``."""
        return (
            self.items[following.number].kind == "number"
            and self.bindings.is_nobodys(following)
            and not self.bindings.is_beside_sex(following)
            and not self.bindings.is_other_unit(following)
        )

    def _number_right_behind(self, bound: Bound) -> Bound | None:
        j = bound.last + 1
        while self.page.is_sign(j, "|\t*<>~") or self.page.has_cue(j, "flag"):
            j += 1
        return self.bindings.bound.get(j)

    def _refuse_lists(self, bound: Bound) -> None:
        """Refuse ``β2M, creatinine: 6.1, 2.4`` and ``β2M/creatinine 6.1``."""
        if bound.name is None or bound.first != bound.name:
            return
        j = bound.name - 1
        slash = self.page.is_sign(j, "/")
        if not (slash or self.page.is_sign(j, ",|\t+&") or self.page.has_cue(j, "and", "or")):
            return
        before = self.page.item(j - 1)
        if (
            before is None
            or not (
                before.is_name("quantity", "other")
                or self._closes_unit(j - 1)
                or (before.kind == "word" and self.page.is_sign(j - 2, ",/"))
            )
            or (j - 1) in self.bindings.owners
        ):
            return
        k = bound.last + 1
        more = False
        while self.page.is_sign(k, ",/|\t+&") or self.page.has_cue(k, "and", "or"):
            more = True
            k += 1
        following = self.bindings.bound.get(k)
        another = (
            more and following is not None and following.name is None and following.after is None
        )
        slash = slash and before.kind != "word"
        if slash or another:
            bound.why = bound.why or "unclear_which"
            if following is not None and another:
                following.why = following.why or "unclear_which"

    def _closes_unit(self, j: int) -> bool:
        """Whether a unit in brackets behind a name closes there: ``β2M (mg/L), albumin``."""
        if not self.page.is_sign(j, ")"):
            return False
        k = j
        while k > max(0, j - _LONGEST_UNIT) and not self.page.is_sign(k, "("):
            k -= 1
        name = self.page.item(k - 1)
        return (
            self.page.is_sign(k, "(")
            and self.page.lookup(k + 1, "unit") is not None
            and name is not None
            and name.is_name("quantity", "other")
            and (k - 1) not in self.bindings.owners
        )

    def _refuse_sex_beside(self, bound: Bound) -> None:
        """Refuse ``creatinine 72 M``: the number may be an age."""
        mark = self.page.lookup(bound.number + 1, "beside_age")
        item = self.page.item(bound.number + 1)
        if mark is None or item is None or bound.units is not None:
            return
        if len(item.text) == 1 and not item.text.isupper():
            return
        name = self.items[bound.name] if bound.name is not None else None
        if name is not None and name.is_name("quantity") and not self._is_age(name):
            bound.why = bound.why or "unclear_which"

    def _is_age(self, name: Item) -> bool:
        return name.mention is not None and any(
            self.bindings.library.quantities[meaning.what].units.keys() >= {"a"}  # type: ignore[index]  # means a quantity code
            for meaning in name.mention.of("quantity")
        )
