"""What does a text say? The one reader, used everywhere.

A text passes these rooms in this order; each answers one question:

0. ``personal``: which words are personal data? Such numbers are not read, and no word is repeated.
1. ``markup``, ``spelling``: how is one thing written in one way? Every sign keeps its place in the
   text; tags of HTML go.
2. ``tokens``: runs of letters, numbers, dates, single signs.
3. ``misspellings``: which misspelled word is meant as the name of an analyte?
4. ``lexicon``: which names, words, units and cues stand there? All spellings are knowledge files
   (``vocabulary`` writes each in its ways, ``meanings`` says what it can mean).
5. ``items``: names, numbers, cues, other words; sentences and clauses (``numbers`` reads the
   digits, ``touching`` tells which are no plain numbers, ``counting`` which only count a list).
6. ``dates/``: which words are a date, and which day do they mean?
7. ``layouts/``: which numbers stand in a table or a message, and whose are they by their place?
8. ``binding/``: which number belongs to which name? What could be meant otherwise is bound to none.
9. ``assertion/``: is a sentence asked or supposed, is a condition said to be present or absent?
10. ``observing/``: which observations follow (``values`` converts the numbers), and what is left?
11. ``patients``: does the text speak of one patient? Of several nothing is used.
12. ``language``: is it clearly another one than English?

Read ``Reader.read`` first, then ``binding/binder.py`` and ``observing/observe.py``. Everything that
was seen and not used is in ``Reading.unplaced`` with its reason.
"""

from datetime import date

from b2m_core.knowledge.library import Library
from b2m_core.reading.assertion.scope import scopes
from b2m_core.reading.binding.binder import bind
from b2m_core.reading.dates.grammar import join_dates
from b2m_core.reading.items import page
from b2m_core.reading.language import Languages
from b2m_core.reading.lexicon import Lexicon
from b2m_core.reading.markup import without_markup
from b2m_core.reading.misspellings import Misspellings
from b2m_core.reading.models import Described, Reading
from b2m_core.reading.names import named_codes, named_rules, names_only_rules
from b2m_core.reading.observing.observe import observe
from b2m_core.reading.observing.results import Results
from b2m_core.reading.observing.text import Text
from b2m_core.reading.patients import (
    Beginning,
    ages_and_sexes,
    beginnings,
    begins_with_the_next,
    choice,
    described,
    describes_several,
    name_patients,
)
from b2m_core.reading.personal import PersonalData, hidden, withheld
from b2m_core.reading.spelling import Spelled, spelled
from b2m_core.reading.tokens import tokens
from b2m_core.reading.words import Word, words


class Reader:
    """Reads texts with the names, units and cues of one library. Build it once."""

    def __init__(self, library: Library) -> None:
        """Compile the spellings of ``library``."""
        self.library = library
        self.lexicon = Lexicon(library)
        self.misspellings = Misspellings(library, self.lexicon.words)
        self._languages = Languages(library)
        self._personal = PersonalData(library, self._names_something)

    def read(self, text: str, today: date) -> Reading:
        """What ``text`` says. ``today`` is the day that relative dates count from.

        Any text is read without an exception, in time linear in its length.
        """
        personal = self._personal.find(text)
        shown = hidden(text, self._personal.no_results(personal)) if personal else text
        reading = self._read(shown, today, several_patients=False)
        if describes_several(reading, self.library):
            reading = self._read(shown, today, several_patients=True)
        if personal:  # a patient's part is not repeated where a person may be named in it
            reading = reading.model_copy(update={"patients": ()})
        reading = reading.model_copy(update={"language": self._languages.foreign(text)})
        return withheld(reading, text, personal) if personal else reading

    def _read(
        self, text: str, today: date, *, several_patients: bool, told_apart: bool = True
    ) -> Reading:
        plain = without_markup(text)
        written = spelled(plain.text).within(plain)
        found_tokens = tokens(written.text)
        found_tokens, mended = self.misspellings.mended(found_tokens)
        made = page(found_tokens, self.lexicon.find(found_tokens))
        made.mended = mended
        join_dates(made, self.library, today)
        several_patients = name_patients(made) or several_patients
        bindings, days = bind(made, self.library, today)
        reading = observe(
            Text(
                library=self.library,
                page=made,
                bindings=bindings,
                days=days,
                scopes=scopes(made),
                results=Results(text, written),
                several_patients=several_patients,
                today=today,
            )
        )
        if several_patients and told_apart:
            told = self._patients(text, written, beginnings(made), today)
            reading = reading.model_copy(update={"patients": told})
        return reading.model_copy(
            update={
                "rules": named_rules(written, made, self.library),
                "only_rules": names_only_rules(made, self.library),
                "named": named_codes(made, self.library),
                "next_patient": begins_with_the_next(made),
                "chosen": choice(text, self.library),
            }
        )

    def _patients(
        self, text: str, written: Spelled, begin: list[Beginning], today: date
    ) -> tuple[Described, ...]:
        """Each patient that a text tells apart, with what it says of that one; none in doubt."""
        starts = [written.as_written(one.start, one.start + 1)[0] for one in begin]
        told = []
        for one, start, end in zip(begin, starts, [*starts[1:], len(text)], strict=True):
            part = self._read(text[start:end], today, several_patients=False, told_apart=False)
            if not part.spotted or any(seen.why == "patient_unclear" for seen in part.unplaced):
                return ()
            if not one.who and not all(ages_and_sexes(part, self.library)):
                return ()
            told.append(described(one, part, start))
        return tuple(told) if len({one.who for one in begin}) in (1, len(told)) else ()

    def words(self, text: str) -> list[Word]:
        """The words of ``text``, each with its place; what is named is one word with its codes."""
        found_tokens, _ = self.misspellings.mended(tokens(spelled(text).text))
        return list(words(found_tokens, self.lexicon.find(found_tokens)))

    def _names_something(self, text: str) -> bool:
        return any(word.codes for word in self.words(text))
