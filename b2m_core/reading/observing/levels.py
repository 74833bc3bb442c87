"""What is said of a quantity that is named without a number?"""

from decimal import Decimal
from typing import cast

from b2m_core.contract.codes import CodedCode, QuantityCode
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.assertion.scope import Scope
from b2m_core.reading.items import Item
from b2m_core.reading.meanings import Meaning
from b2m_core.reading.observing.coded_words import word_at
from b2m_core.reading.observing.specimens import Specimens
from b2m_core.reading.observing.text import Text


class Levels:
    """Reads quantities without numbers."""

    def __init__(self, text: Text, specimens: Specimens) -> None:
        """Look at one text."""
        self.text = text
        self.page = text.page
        self.items = text.page.items
        self.library = text.library
        self.results = text.results
        self.specimens = specimens

    def read(self, i: int, item: Item, meanings: list[Meaning], scope: Scope) -> None:
        """A quantity that is named without a number: its level, or what keeps it unread."""
        meaning, why = self.specimens.quantity_of(i, None, meanings)
        code = cast("QuantityCode", (meaning or meanings[0]).what)
        if i in self.text.bindings.taken_back and not scope.question:
            if not self.text.bindings.owners.get(i):
                self.results.leave("corrected", code, item.place)
                self.results.withdraw(code, None, item.place)
            return
        level = self._level(i, code)
        asked = scope.question or scope.question_mark
        if (asked and not scope.supposed) or (scope.hypothetical and level is None):
            return
        if level is not None:
            says, start, end = level
            why = why or self.text.not_of_patient(scope)
            if why is None:
                self.results.spot(says.what, says.says, (start, end), scope)  # type: ignore[arg-type]  # a coded code
            else:
                self.results.leave(why, cast("CodedCode", says.what), (start, end))
            return
        pending = self.page.has_cue(i - 1, "pending") or self.page.has_cue(i + 1, "pending")
        j = i + 1
        while self.page.has_cue(j, "link") or self.page.is_sign(j, "-|\t("):
            j += 1
        pending = pending or self.page.has_cue(j, "pending")
        self.results.leave("pending" if pending else "no_value", code, item.place)

    def _behind_links(self, j: int) -> int:
        while self.page.has_cue(j, "link"):
            j += 1
        return j

    def read_alone(self, i: int, item: Item, meaning: Meaning, scope: Scope) -> None:
        """Read words that say a number by themselves: ``no prior therapy``."""
        code = cast("QuantityCode", meaning.what)
        why: Why | None = "corrected" if i in self.text.bindings.taken_back else None
        why = why or self.text.not_of_patient(scope)
        if why is not None:
            self.results.leave(why, code, item.place)
        elif not scope.question or scope.supposed:
            self.results.spot(code, Decimal(meaning.says), item.place, scope)

    def _level(self, i: int, code: QuantityCode) -> tuple[Meaning, int, int] | None:
        """The word beside a quantity's name that says its level."""
        levels = [c for c, coded in self.library.coded.items() if coded.level_of == code]
        if not levels:
            return None
        item = self.items[i]
        j = i + 1
        while (
            self.page.has_cue(j, "link", "blood") or self.page.is_sign(j, "-(|\t\"'")
        ) and word_at(self.page, j, levels) is None:
            j += 1
        if self.page.has_cue(i - 1, "negated", "or"):
            return None
        if (after := word_at(self.page, j, levels)) is not None:
            end = self.page.tokens[after[1].last - 1].end
            if not self.page.has_cue(self.page.after_mention(j, after[1]), "reference"):
                return after[0], item.start, end
            return None
        joined = self.page.item(i + 2)
        if self.page.has_cue(i + 1, "and") and joined is not None and joined.is_name("quantity"):
            # "β2M and LDH normal": one word for both.
            shared = word_at(self.page, self._behind_links(i + 3), levels)
            if shared is not None:
                return shared[0], item.start, item.end
        return self._level_before(i, levels)

    def _level_before(self, i: int, levels: list[CodedCode]) -> tuple[Meaning, int, int] | None:
        """The level that stands before a name: ``elevated serum β2M``."""
        item = self.items[i]
        k = i - 1
        while self.page.has_cue(k, "blood") or self.page.is_sign(k, "-"):
            k -= 1
        for back in range(4):
            first = self.page.item(k - back)
            if first is None:
                break
            found = word_at(self.page, k - back, levels)
            if found is not None and self.page.after_mention(k - back, found[1]) == k + 1:
                before = self.page.item(k - back - 1)
                if before is not None and "negated" in before.cues:
                    return None
                if self.page.has_cue(i + 1, "reference", "threshold"):
                    return None
                return found[0], first.start, item.end
        return None
