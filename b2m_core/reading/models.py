"""What a reading holds: what was read from a text, and what was seen in it and not used."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from b2m_core.contract.codes import (
    CodedCode,
    Comparator,
    ObservationCode,
    QuantityCode,
    RuleCode,
)
from b2m_core.contract.models import Frozen, Number, NumberOrWord, Observation, Unread
from b2m_core.knowledge.schema.words import Why


class Written(Frozen):
    """A number as it was written, before it was a value of anything.

    ``numbers`` are all the ways to read its digits, ``units`` the units that the written unit may
    be (null: none is written), ``form`` the other form of a quantity that its name was.
    """

    numbers: tuple[Number, ...]
    comparator: Comparator = "="
    units: tuple[str, ...] | None = None
    form: int | None = None
    effective: date | None = None


class Spotted(Frozen):
    """An observation and where in the text it stands: ``text[start:end]`` is its ``as_written``.

    ``written`` is the number it was read from, null for words.
    """

    observation: Observation
    start: int
    end: int
    written: Written | None = None


class Unplaced(Frozen):
    """Words that were seen and not used, and why; ``code`` is what they would have been.

    ``completions`` are ways to write the same value with each unit that would make it plausible.
    ``written`` is the number, where it is one: ``answers`` makes a value of it once it is known
    what it answers.
    """

    as_written: str
    why: Why
    code: ObservationCode | None
    start: int
    end: int
    completions: tuple[str, ...] = ()
    written: Written | None = None


class Withdrawn(Frozen):
    """Something said before that the text takes back: ``ignore the LDH``, ``1.4 not 2.4``.

    ``value`` is the value that is taken back, in the canonical unit; null where none is named:
    then it is all that was said of ``code``. Where ``code`` is null too (``scrap that``), it is
    what was said last. What this text itself had said and corrects is not in ``spotted``.
    """

    code: ObservationCode | None
    value: NumberOrWord | None
    as_written: str
    start: int
    end: int


class Alone(Frozen):
    """What a message says that is nothing but an answer: ``yes``, ``II``, ``serum``, ``µg/L``.

    ``coded`` has every coded observation whose word it is; ``units`` every unit that the written
    one may be, of ``code`` where a quantity is named with it (``β2M is in µg/L``).
    """

    says: Literal["yes", "no", "unknown"] | None = None
    coded: tuple[tuple[CodedCode, str], ...] = ()
    specimen: Literal["blood", "urine", "other_specimen"] | None = None
    units: tuple[str, ...] = ()
    code: QuantityCode | None = None
    as_written: str
    start: int
    end: int


class NamedRule(Frozen):
    """A rule that is named, and where in the text its name stands first."""

    rule: RuleCode
    start: int
    end: int


class Personal(Frozen):
    """A piece of personal data: its kind and where in the text it stands, without its words."""

    kind: str
    start: int
    end: int


class Chosen(Frozen):
    """A message that only says which of several: ``the second``, ``2``, ``bed 5``.

    ``word`` is its number or letter as somebody labels it, ``place`` its place from one on where
    the word says one. ``plain`` says that nothing says of what it is: ``2``.
    """

    word: str
    place: int | None
    plain: bool


class Described(Frozen):
    """One of several patients of a text, and what the text says of that patient alone.

    ``word`` is the number or letter of the label (``Bed 5``: ``5``), ``label`` the label as it was
    written; both are empty where the text has none, or a name.
    """

    word: str
    label: str
    spotted: tuple[Spotted, ...]
    unplaced: tuple[Unplaced, ...]


class Reading(Frozen):
    """Everything one text says, each list in the order of the text.

    ``supposed`` are observations that hold for this answer only (``what if albumin were 3.6?``):
    the contract's ``hypothetical``. They are in no other list. ``alone`` is there where the whole
    text is nothing but an answer; a text that is ``only_number`` has that number in ``unplaced``.
    ``only_facts`` says that it states values and nothing else, ``asks`` that a sentence asks.
    ``rules`` are those that it names, ``only_rules`` says that it is nothing but their names.
    ``named`` are the codes of all that it names, said of it or not, a specimen by its quantities.
    ``next_patient`` says that it begins with another patient than the messages before. Of a text
    about several patients nothing is in the lists before; ``patients`` are those told apart, and
    ``chosen`` says which of several a message means.
    ``language`` is the language of the text where it is clearly another than English.
    """

    spotted: tuple[Spotted, ...] = ()
    supposed: tuple[Spotted, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    rules: tuple[NamedRule, ...] = ()
    only_rules: bool = False
    only_number: bool = False
    only_facts: bool = False
    asks: bool = False
    named: tuple[ObservationCode, ...] = ()
    next_patient: bool = False
    patients: tuple[Described, ...] = ()
    chosen: Chosen | None = None
    alone: Alone | None = None
    personal: tuple[Personal, ...] = ()
    language: str | None = None

    @property
    def observations(self) -> tuple[Observation, ...]:
        """What was read, without the places."""
        return tuple(spotted.observation for spotted in self.spotted)

    def unread(self, reasons: Mapping[Why, str]) -> tuple[Unread, ...]:
        """What was not used, in the contract's words; ``reasons`` are the library's ``unread``."""
        return tuple(
            Unread(as_written=unplaced.as_written, reason=reasons[unplaced.why])
            for unplaced in self.unplaced
        )
