"""Which words of coded observations are said?"""

from typing import Final, cast

from b2m_core.contract.codes import CodedCode
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.assertion.assertions import Assertions
from b2m_core.reading.assertion.scope import Scope
from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.items import Item
from b2m_core.reading.meanings import Meaning, Mention
from b2m_core.reading.observing.coded_words import word_at
from b2m_core.reading.observing.measurements import Measurements
from b2m_core.reading.observing.text import Text

_REACH: Final = 40
"""How many items around a word are looked at; it keeps long texts linear."""


class Coded:
    """Reads coded observations."""

    def __init__(self, text: Text, measurements: Measurements, assertions: Assertions) -> None:
        """Look at one text."""
        self.text = text
        self.page = text.page
        self.items = text.page.items
        self.library = text.library
        self.results = text.results
        self.coded_numbers = measurements.coded_numbers
        self.values = measurements.values
        self.assertions = assertions

    def read(self, i: int, item: Item, meaning: Meaning, scope: Scope) -> None:
        """Read a name with its word: ``Binet B``."""
        code = cast("CodedCode", meaning.what)
        j = self.text.bindings.words.get(i, i + 1)
        found = word_at(self.page, j, [code])
        while (
            found is None
            and j < len(self.items)
            and (self.page.has_cue(j, "link") or self.page.is_sign(j, "-|\t\"'"))
        ):
            j += 1
            found = word_at(self.page, j, [code])
        if found is None:
            if i in self.coded_numbers:
                self.results.leave("not_used", code, self.coded_numbers[i])
            elif not (scope.question or scope.question_mark or self._says_it_alone(j, code)):
                pending = self.page.has_cue(j, "pending") or self.page.has_cue(i - 1, "pending")
                self.results.leave("pending" if pending else "no_value", code, item.place)
            return
        j, (says, mention) = self._last_said(j, found, code)
        start = self.items[self.text.bindings.words.get(i, i)].start
        end = self.page.tokens[mention.last - 1].end
        why = self._why_not(i, scope)
        behind = self.page.after_mention(j, mention)
        denied = self.page.has_cue(i - 1, "negated", "earlier")
        if why is None and (denied or self._is_one_of_two_words(behind, code)):
            why = "unclear_statement"
        if why is None and (scope.supposed or not scope.question):
            self.results.spot(code, says.says, (start, end), scope)
        elif why is not None:
            self._leave(why, code, (start, end))

    def _says_it_alone(self, j: int, code: CodedCode) -> bool:
        """Whether a word that needs no name stands there: ``sex: female`` is read by that word."""
        item = self.page.item(j)
        mentions = self.page.found.at(item.first, "coded_alone") if item is not None else ()
        return any(said.what == code for mention in mentions for said in mention.of("coded_alone"))

    def _last_said(
        self, j: int, found: tuple[Meaning, Mention], code: CodedCode
    ) -> tuple[int, tuple[Meaning, Mention]]:
        """The word that stands at the end of corrections: ``Rai II, sorry, III``."""
        k = self.page.after_mention(j, found[1])
        corrects = False
        while self.page.has_cue(k, "correction") or self.page.is_sign(k, ",-("):
            corrects = corrects or self.page.has_cue(k, "correction")
            k += 1
        later = word_at(self.page, k, [code]) if corrects else None
        return (j, found) if later is None else self._last_said(k, later, code)

    def _is_one_of_two_words(self, i: int, code: CodedCode) -> bool:
        """Whether another word of the same observation is joined: ``Rai I or II``."""
        joined = self.page.is_sign(i, "/-") or self.page.has_cue(i, "or", "to")
        return joined and word_at(self.page, i + 1, [code]) is not None

    def read_alone(self, i: int, item: Item, meaning: Meaning, scope: Scope) -> None:
        """Read a word that names its observation by itself: ``newly diagnosed``."""
        code = cast("CodedCode", meaning.what)
        of_the_person = self.library.coded[code].of_the_person
        if scope.question and not scope.supposed and not of_the_person:
            return
        if self._follows_what_was(i) or (meaning.weak and self._says_when(i, code)):
            return
        why = self._why_not(i, scope)
        if why is None and self.assertions.said_of(i).said != "present":
            why = "unclear_statement"
        if why is None:
            self.results.spot(code, meaning.says, item.place, scope)
        else:
            self._leave(why, code, item.place)

    def _follows_what_was(self, i: int) -> bool:
        """Whether a word says when a value was measured: ``β2M was 8 in remission``."""
        bound = self.text.bindings.number_ending_at(i - 1)
        return bound is not None and bound.number in self.values and self._was(bound)

    def _was(self, bound: Bound) -> bool:
        return any("earlier" in one.cues for one in self.items[bound.first : bound.number])

    def _says_when(self, i: int, code: CodedCode) -> bool:
        """Whether the text tells another time from it: ``at diagnosis it was 8, now in remission``.

        That is a value that was, a word for the present, or one that says the phase for certain.
        """
        sentence = self.items[i].sentence
        for k, item in enumerate(self.items[max(0, i - _REACH) : i + _REACH], max(0, i - _REACH)):
            bound = self.text.bindings.bound.get(k) if k in self.values else None
            if item.sentence == sentence and bound is not None and self._was(bound):
                return True
            said = item.mention.of("coded_alone") if item.mention is not None else ()
            if any(other.what == code and not other.weak for other in said):
                return True
            if item.sentence == sentence and "now" in item.cues:
                return True
        return False

    def _why_not(self, i: int, scope: Scope) -> Why | None:
        if i in self.text.bindings.taken_back:
            return "corrected"
        return self.text.not_of_patient(scope)

    def _leave(self, why: Why, code: CodedCode, place: tuple[int, int]) -> None:
        self.results.leave(why, code, place)
        if why == "corrected":
            self.results.withdraw(code, None, place)
