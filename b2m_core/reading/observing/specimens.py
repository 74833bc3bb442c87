"""In which specimen was something measured?"""

from typing import cast

from b2m_core.contract.codes import QuantityCode
from b2m_core.knowledge.schema.observations import Quantity
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.items import SPECIMENS, Page
from b2m_core.reading.meanings import Meaning
from b2m_core.reading.observing.text import Text


class Specimens:
    """Finds the specimens of the names of a text."""

    def __init__(self, text: Text) -> None:
        """Look at one text."""
        self.text = text
        self.page = text.page
        self.items = text.page.items
        self.library = text.library
        self.governing = _governing_specimens(text.page)
        self.other_specimen_named = self._names_other_specimen()

    def quantity_of(
        self, name: int, bound: Bound | None, meanings: list[Meaning]
    ) -> tuple[Meaning | None, Why | None]:
        """The one of a name's quantities that was measured in the specimen named."""
        named = self._named(name, bound)
        by_specimen = {self.library.quantities[_code(m)].specimen: m for m in meanings}
        usual = by_specimen.get("blood", meanings[0])
        quantity = self.library.quantities[_code(usual)]
        if quantity.specimen is None:
            return usual, None
        if len(named) > 1:
            return usual, "specimen_unclear"
        if not named:
            if quantity.other_specimens and self._governed(name):
                return usual, "specimen_unclear"
            return usual, None
        wanted = "other" if named == {"other_specimen"} else next(iter(named))
        if wanted in by_specimen:
            return by_specimen[wanted], None
        return usual, "other_specimen"

    def _named(self, name: int, bound: Bound | None) -> set[str]:
        named = set(bound.specimens) if bound else set()
        if bound is not None and bound.own_specimen:
            return named
        j = name - 1
        while self.page.is_sign(j, "-:/(") or self.page.has_cue(j, *SPECIMENS, "link"):
            if self.page.has_cue(j, "link") and not self.page.is_sign(j, ":"):
                if self.page.has_cue(j, *SPECIMENS):
                    pass
                elif not self.page.has_cue(j - 1, *SPECIMENS):
                    break
            named |= self._specimen_cues(j)
            if named:
                break
            j -= 1
        after = (bound.last if bound else name) + 1
        while self.page.is_sign(after, "(-") or self.page.has_cue(after, "within", "link"):
            after += 1
        if bound is None or bound.last != bound.name:
            behind = self._specimen_cues(after)
            of_another = after in self.text.bindings.own_specimens
            if behind and not of_another and not self._names_next(after):
                named |= behind
        if not named and self.items[name].heading:
            named = {self.items[name].heading}
        return named

    def _names_next(self, i: int) -> bool:
        """Whether a specimen word belongs to the name behind it."""
        following = self.page.item(i + 1)
        if following is not None and following.kind == "sign" and following.text in "-:":
            following = self.page.item(i + 2)
        return following is not None and following.kind == "name"

    def _specimen_cues(self, i: int) -> set[str]:
        item = self.page.item(i)
        if item is None:
            return set()
        return set(item.cues.intersection(SPECIMENS))

    def _governed(self, name: int) -> bool:
        """Whether another specimen was named earlier in the sentence and blood not since."""
        return self.governing[name] not in ("", "blood")

    def _names_other_specimen(self) -> bool:
        """Whether the text speaks of another specimen than blood anywhere, also inside a name."""
        return any(
            not mention.meanings.cues.isdisjoint(("urine", "other_specimen"))
            for i, item in enumerate(self.items)
            if item.mention is not None and not _is_of_a_condition(self.page, i)
            for token in range(item.mention.first, item.mention.last)
            for mention in self.page.found.at(token, "cue")
        )

    def in_doubt(self, quantity: Quantity, bound: Bound) -> bool:
        """Whether a value without a specimen word may be of another specimen that is named."""
        if bound.name is None or quantity.specimen != "blood":
            return False
        mention = self.items[bound.name].mention
        both = mention is not None and len({m.what for m in mention.of("quantity")}) > 1
        return both and self.other_specimen_named and not (self._named(bound.name, bound))


def _code(meaning: Meaning) -> QuantityCode:
    return cast("QuantityCode", meaning.what)


def _is_of_a_condition(made: Page, i: int) -> bool:
    """Whether a word tells how a condition is: ``U-CLL`` is no urine."""
    following = made.item(i + 1)
    if following is None or not following.is_name("presence"):
        return False
    return made.lookup(i, "before_condition") is not None


def _governing_specimens(made: Page) -> list[str]:
    """For each item the specimen that was named last before it in its sentence, or nothing."""
    governing: list[str] = []
    current, sentence = "", -1
    for i, item in enumerate(made.items):
        if item.sentence != sentence:
            current, sentence = "", item.sentence
        governing.append(current)
        if item.cues and not _is_of_a_condition(made, i):
            current = next(iter(item.cues.intersection(SPECIMENS)), current)
    return governing
