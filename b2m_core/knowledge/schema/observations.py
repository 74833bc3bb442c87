"""Quantities, coded observations and conditions: what they are called and how they are written."""

from typing import Final, Literal

from pydantic import Field, model_validator

from b2m_core.contract.codes import CodedCode, ObservationCode, PresenceCode, QuantityCode, RuleCode
from b2m_core.contract.models import Number
from b2m_core.knowledge.schema.conditions import Comparisons
from b2m_core.knowledge.schema.items import Item, ReadOnly, Reviewed, Text, Wording


class UnitFactor(Item):
    """How a value in this unit becomes canonical: times ``times``, or divided by ``divided_by``.

    ``incomplete`` marks a unit that people write short (``mL/min`` for an eGFR): the rest of it is
    reported as assumed. ``whole_number`` marks a unit in which things are counted one by one
    (``/µL``): nobody writes a fraction in it.
    """

    times: Number | None = None
    divided_by: Number | None = None
    incomplete: bool = False
    whole_number: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> "UnitFactor":
        if (self.times is None) == (self.divided_by is None):
            raise ValueError("expected exactly one of times and divided_by")
        return self


class BareNumber(Comparisons):
    """How a number without a unit is read inside a range; ``unit`` null means: ask.

    ``by_convention`` marks numbers that nobody writes a unit with (an age, a pH): nothing is
    assumed then.
    """

    unit: str | None
    by_convention: bool = False


PHASE: Final[CodedCode] = "disease_phase"
"""The observation that says in which phase of the disease the patient is."""

Specimen = Literal["blood", "urine", "other"]


class Named(Item):
    """How something is written. Case, spaces and hyphens inside a spelling do not matter.

    ``spellings_in_case`` are short forms that count only in exactly this case.
    """

    spellings: tuple[Text, ...] = ()
    spellings_in_case: tuple[Text, ...] = ()


class QuantityForm(Named):
    """Another name of a quantity that brings its own units and bare numbers (urea for BUN)."""

    units: ReadOnly[str, UnitFactor]
    bare: tuple[BareNumber, ...]


class ShortNames(Item):
    """Short names that count only where one of these was named earlier in the sentence, or this
    specimen was named last (``Urine: protein 1+, pH 6.4``).
    """

    spellings: tuple[Text, ...] = Field(min_length=1)
    after: tuple[ObservationCode, ...] = ()
    after_specimen: Specimen | None = None


class Quantity(Reviewed, Named):
    """A quantity: its names, units and limits (exact decimals).

    ``after_number`` are words that follow the number and are both name and unit (``72 yo``);
    they name one of ``units``. ``units_alone`` say by themselves which quantity it is, where the
    number stands alone between commas and keeps these limits. ``said_by_words`` has words that say
    a value by themselves (``no prior therapy``), ``words_before_condition`` those that do so right
    before the name of a disease (``untreated CLL``). ``short_names`` count only after other names
    (``kappa 420, lambda 8.1, ratio 52``). ``of_a_person`` are the limits of
    what is read after ``she is``. ``specimen`` is what it is measured in, null for what is no
    laboratory result; ``other_specimens`` says that the same name is also used for urine or other
    fluids, so that a urine word before it makes it something else. ``upper_limit`` is the quantity
    that the upper end of a reference range becomes. ``decimals`` is the number of decimals a
    converted value is rounded to, half up; null keeps it exact. ``whole_number`` refuses fractions,
    ``completed`` rounds them down (completed years). ``bare`` lists how a bare number is read,
    first match first.
    """

    code: QuantityCode
    label: Wording
    symbol: str
    after_number: ReadOnly[str, tuple[Text, ...]] = {}
    units_alone: ReadOnly[str, Comparisons] = {}
    said_by_words: ReadOnly[str, tuple[Text, ...]] = {}
    words_before_condition: ReadOnly[str, tuple[Text, ...]] = {}
    short_names: ShortNames | None = None
    of_a_person: Comparisons | None = None
    forms: tuple[QuantityForm, ...] = ()
    specimen: Specimen | None = None
    other_specimens: bool = False
    upper_limit: QuantityCode | None = None
    units: ReadOnly[str, UnitFactor]
    decimals: int | None
    whole_number: bool = False
    completed: bool = False
    plausible: Comparisons
    bare: tuple[BareNumber, ...]
    usual_range: str | None = None


class CodedItem(Named):
    """A coded observation: its label, and for each word its label (the word itself, when not
    given) and its spellings.

    ``spellings`` are the observation's own names: given any, a word counts only beside one of them
    (``Rai III``); ``words_alone`` count by themselves. ``words_beside_age`` count only beside an
    age (``72F``), ``words_before_condition`` only right before a condition's name (``new MM``).
    Those of ``words_alone`` in ``say_when`` may only say when something was so (``at diagnosis``).
    ``short_names`` count as ``spellings`` do after other names (``FL, stage III``).
    ``level_of`` names the quantity whose level it is: its words count beside that quantity's name
    where no number does. ``of_the_person`` is read in a question too (``eGFR of a woman with …?``).
    """

    code: CodedCode
    label: Wording
    word_labels: ReadOnly[str, Text] = {}
    words: ReadOnly[str, tuple[Text, ...]] = {}
    words_alone: ReadOnly[str, tuple[Text, ...]] = {}
    say_when: tuple[Text, ...] = ()
    words_beside_age: ReadOnly[str, tuple[Text, ...]] = {}
    words_before_condition: ReadOnly[str, tuple[Text, ...]] = {}
    short_names: ShortNames | None = None
    level_of: QuantityCode | None = None
    of_the_person: bool = False


class PresenceItem(Named):
    """A condition or finding: its label and how it is written.

    ``kind`` says with which others it is listed under one ``no`` or ``negative for``.
    ``absent_spellings`` say at once that it is absent (``TP53 wild type``).
    ``capitals_alone`` are words elsewhere (``ALL``): they count only in capitals and set apart.
    """

    code: PresenceCode
    label: Wording
    kind: Literal["disease", "chromosome", "infection", "other"]
    capitals_alone: tuple[Text, ...] = ()
    absent_spellings: tuple[Text, ...] = ()


class OtherName(Named):
    """Something the assistant does not use, known so that its numbers go to nothing else.

    ``reported`` marks what must not pass in silence when something is said of it: ``FISH normal``.
    ``says_result`` marks what is itself a result, and never passes in silence: ``hyperdiploid``.
    ``glued`` names count only without spaces: ``LDH1`` is an isoenzyme, ``LDH 1`` a value. ``rule``
    is the rule whose name it is: whoever writes it may ask for that rule.
    """

    reported: bool = False
    says_result: bool = False
    glued: bool = False
    rule: RuleCode | None = None


class UnitParts(Item):
    """The two units of a number in two parts (``5 ft 10 in``): ``count`` of the smaller make one of
    the larger. Their ``signs`` stand for them only there (``5'10"``).
    """

    larger: Text
    larger_signs: tuple[Text, ...] = ()
    smaller: Text
    smaller_signs: tuple[Text, ...] = ()
    count: int = Field(gt=1)


class Unit(Named):
    """A unit as laboratories and people write it, by the name that ``Quantity.units`` uses.

    ``top`` and ``bottom`` make every way to write a quotient (``mg/L``, ``mg per l``, ``mg l-1``).
    ``only_where_accepted`` are forms that are words or other things elsewhere (``in``, ``mm``):
    they count only after a number of a quantity that accepts the unit. ``of_upper_limit`` counts
    multiples of the laboratory's upper limit (``2x ULN``): only a level follows. A unit of
    ``parts`` is written with two numbers, and counted in the smaller of the two.
    """

    top: tuple[Text, ...] = ()
    bottom: tuple[Text, ...] = ()
    only_where_accepted: tuple[Text, ...] = ()
    of_upper_limit: bool = False
    parts: UnitParts | None = None
