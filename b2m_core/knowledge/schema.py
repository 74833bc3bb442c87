"""What a knowledge file may say, as typed, frozen models.

One class a kind of file in ``content/``. ``Rule`` is the one to read first: a rule file names the
disease it is made for, its inputs, its criteria with their source, and its outcomes in order.
Nothing here computes; ``library`` loads the files and ``tables`` proves them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Final, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WrapSerializer,
    model_validator,
)

from b2m_core.contract.codes import (
    AnswerKind,
    Asked,
    Assumption,
    Audience,
    CautionCode,
    CodedCode,
    Comparator,
    NextStepCode,
    ObservationCode,
    Presence,
    PresenceCode,
    QuantityCode,
    ReviewStatus,
    RuleCode,
    TopicCode,
)
from b2m_core.contract.models import Number

ReferenceId = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]

K = TypeVar("K")
V = TypeVar("V")


def _as_dict(
    value: Mapping[object, object], write: Callable[[dict[object, object]], object]
) -> object:
    return write(dict(value))


ReadOnly = Annotated[Mapping[K, V], AfterValidator(MappingProxyType), WrapSerializer(_as_dict)]
"""A mapping that nobody can change after it was read."""


class Item(BaseModel):
    """Frozen, and refuses keys it does not know, so that a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Review(Item):
    """Who looked at an item. An approval names the content it was given for by its hash."""

    status: ReviewStatus
    by: str | None = None
    on: date | None = None
    content_hash: str | None = None

    @model_validator(mode="after")
    def _an_approval_is_signed(self) -> "Review":
        if self.status == "approved" and not (self.by and self.on and self.content_hash):
            raise ValueError("an approval needs by, on and content_hash")
        return self


class Wording(Item):
    """One statement in the three wordings. A plain string in a file means the same for all."""

    clinician: Text
    care_team: Text
    plain: Text

    @model_validator(mode="before")
    @classmethod
    def _one_for_all(cls, written: object) -> object:
        if isinstance(written, str):
            return {"clinician": written, "care_team": written, "plain": written}
        return written

    def for_audience(self, audience: Audience) -> str:
        """The wording for one audience."""
        return {"clinician": self.clinician, "care_team": self.care_team, "plain": self.plain}[
            audience
        ]


class Reviewed(Item):
    """An item with a review record and, where useful, a note on how sure its content is."""

    review: Review
    notes: str | None = None


class Release(Item):
    """A version of the knowledge: what changed in it, and the hashes of what it held."""

    version: str = Field(pattern=r"^\d{4}\.\d{1,2}\.\d+$")
    on: date
    says: Text
    content_hash: str
    items: ReadOnly[str, str]


class Releases(Item):
    """The file of versions, newest first."""

    releases: tuple[Release, ...] = Field(min_length=1)


class Reference(Reviewed):
    """A source. Identifiers not known with certainty stay empty; none is guessed."""

    label: str
    authors: str | None
    title: str
    published: str
    year: int | None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    supports: str
    identifier_status: str


# Conditions: read aloud, they are sentences about one case.


class Comparisons(Item):
    """Inclusive or exclusive in the name: gt, ge, lt, le."""

    gt: Number | None = None
    ge: Number | None = None
    lt: Number | None = None
    le: Number | None = None


class QuantityIs(Comparisons):
    """A quantity compared with thresholds in its canonical unit."""

    code: QuantityCode
    unit: str

    @model_validator(mode="after")
    def _compares(self) -> "QuantityIs":
        if all(limit is None for limit in (self.gt, self.ge, self.lt, self.le)):
            raise ValueError(f"{self.code}: expected at least one of gt, ge, lt, le")
        return self


class CodedIs(Item):
    """A coded observation, a level, or a condition that says one of these words."""

    code: CodedCode | PresenceCode
    says: tuple[str, ...] = Field(min_length=1)


class RuleIs(Item):
    """Another rule's outcome is one of these (``certainty``: definitely, or at least possibly)."""

    rule: RuleCode
    says: tuple[str, ...] = Field(min_length=1)
    certainty: Literal["definite", "possible"] = "definite"


class RuleNumberIs(Comparisons):
    """Another rule's number, unrounded, compared with thresholds."""

    rule_number: RuleCode
    unit: str


class GroupIs(Item):
    """Some member of a group of conditions says one of these words."""

    group: Name
    says: tuple[Literal["present", "absent", "suspected"], ...] = Field(min_length=1)


class Known(Item):
    """Something is known of at least one of these codes."""

    known: tuple[ObservationCode, ...] = Field(min_length=1)


class Marked(Item):
    """An observation of one of these codes (any, when empty) was marked on its way here."""

    marked: Literal[
        "unit_assumed", "specimen_assumed", "censored", "conflicting", "implausible", "single"
    ]
    of: tuple[ObservationCode, ...] = ()


class CautionFired(Item):
    """A caution that was listed earlier has fired."""

    caution: CautionCode


class Reported(Item):
    """A finding of one of these rules is reported."""

    reported: tuple[RuleCode, ...] = Field(min_length=1)


class All(Item):
    """Every part holds."""

    all: tuple["Condition", ...] = Field(min_length=1)


class Any_(Item):
    """At least one part holds."""

    any: tuple["Condition", ...] = Field(min_length=1)


class None_(Item):
    """No part holds."""

    none: tuple["Condition", ...] = Field(min_length=1)


class Count(Comparisons):
    """So many of the parts hold."""

    count: tuple["Condition", ...] = Field(min_length=1)


def _kind_of_condition(written: object) -> str | None:
    """Which kind of condition a file says, told by the key that only this kind has."""
    if isinstance(written, str):
        return "name"
    if isinstance(written, Item):
        return _KINDS.get(type(written).__name__)
    if not isinstance(written, dict):
        return None
    if "code" in written:
        return "coded" if "says" in written else "quantity"
    return next((key for key in _KINDS.values() if key in written), None)


_KINDS = {
    "QuantityIs": "quantity",
    "CodedIs": "coded",
    "RuleIs": "rule",
    "RuleNumberIs": "rule_number",
    "GroupIs": "group",
    "Known": "known",
    "Marked": "marked",
    "CautionFired": "caution",
    "Reported": "reported",
    "All": "all",
    "Any_": "any",
    "None_": "none",
    "Count": "count",
}

Condition = Annotated[
    Annotated[Name, Tag("name")]  # a criterion or condition of the same rule, or a trigger
    | Annotated[QuantityIs, Tag("quantity")]
    | Annotated[CodedIs, Tag("coded")]
    | Annotated[RuleIs, Tag("rule")]
    | Annotated[RuleNumberIs, Tag("rule_number")]
    | Annotated[GroupIs, Tag("group")]
    | Annotated[Known, Tag("known")]
    | Annotated[Marked, Tag("marked")]
    | Annotated[CautionFired, Tag("caution")]
    | Annotated[Reported, Tag("reported")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[None_, Tag("none")]
    | Annotated[Count, Tag("count")],
    Discriminator(
        _kind_of_condition,
        custom_error_type="condition",
        custom_error_message="expected a name, or one of code, rule, rule_number, group, known, "
        "marked, caution, reported, all, any, none, count",
    ),
]
"""A condition, told apart by its key."""

Test = Annotated[
    Annotated[QuantityIs, Tag("quantity")]
    | Annotated[CodedIs, Tag("coded")]
    | Annotated[RuleIs, Tag("rule")],
    Discriminator(
        _kind_of_condition,
        custom_error_type="test",
        custom_error_message="expected one comparison: code with gt, ge, lt or le and a unit; "
        "code with says; or rule with says",
    ),
]
"""One comparison."""


class Criterion(Item):
    """One comparison of a rule, with its source, the place in it, and the threshold as printed."""

    test: Test
    reference: ReferenceId
    place: str
    as_printed: str


class Figure(Item):
    """What was observed in patients with an outcome, and when they were treated."""

    what: str
    value: str
    era: str
    reference: ReferenceId


class InPhase(Item):
    """What an outcome means in some phases of the disease; without ``phases``, in any other."""

    phases: tuple[str, ...] = ()
    statement: Wording
    citations: tuple[ReferenceId, ...] = Field(min_length=1)


class Outcome(Item):
    """One outcome of a rule: the row of a table, or a band of points.

    Exactly one of ``when``, ``points`` and ``otherwise`` is given, none for a trend.
    ``label`` completes "This is ..." and ``statement`` is what a definite finding says; it may name
    ``{value}`` placeholders, see ``docs/architecture.md``. Of ``in_phase`` the first that fits the
    stated phase follows it.
    """

    label: Wording
    when: Condition | None = None
    points: Comparisons | None = None
    otherwise: bool = False
    figures: tuple[Figure, ...] = ()
    statement: Wording
    in_phase: tuple[InPhase, ...] = ()
    citations: tuple[ReferenceId, ...] = Field(min_length=1)


class PointsFor(Item):
    """Points for a criterion, or a named condition of the rule, that holds."""

    criterion: Name
    points: Number


class Formula(Item):
    """A number computed from observations: ``expression`` over input codes and constants.

    ``constants`` hold for everybody, ``constants_by`` by the word a coded input says. The result
    rises or falls steadily in every quantity, as ``direction`` states, so that an interval of an
    input gives an exact interval of the result. ``range`` bounds an input that is unknown.
    ``decimals`` is what the source reports. Names and whole numbers stand in ``expression``, other
    numbers among the constants, where they are exact.
    """

    expression: str
    unit: str
    decimals: int
    constants: ReadOnly[Name, Number] = {}
    constants_by: ReadOnly[CodedCode, ReadOnly[str, ReadOnly[Name, Number]]] = {}
    direction: ReadOnly[QuantityCode, Literal["rising", "falling"]]
    range: ReadOnly[QuantityCode, Comparisons] = {}
    whole_numbers: tuple[QuantityCode, ...] = ()
    statement: Wording
    citations: tuple[ReferenceId, ...] = Field(min_length=1)


class Trend(Item):
    """Serial values compared as ratios: at least ``rising``, at most ``falling``, else stable."""

    series: QuantityCode
    rising: Number
    falling: Number
    reference: ReferenceId
    place: str


class MadeFor(Item):
    """Whom a rule is made for.

    ``disease`` null means anybody. ``unnamed`` says what happens when no disease is named:
    ``conditional`` states the finding as holding only if the patient has it, ``left_out`` waits
    until it is asked for by name. A stated phase outside ``phases`` raises ``not_at_diagnosis``.
    """

    says: Wording
    disease: PresenceCode | None = None
    unnamed: Literal["conditional", "left_out"] = "left_out"
    phases: tuple[str, ...] = ()


class NotApplicable(Item):
    """When the rule gives no result although its inputs are there, and what is said then.

    ``when`` must definitely hold. ``unasked`` says what happens when the rule was not asked for by
    name: it is reported as not applicable all the same, or left out. ``caution`` comes with it.
    """

    when: Condition
    unasked: Literal["reported", "left_out"] = "reported"
    caution: CautionCode | None = None
    statement: Wording
    citations: tuple[ReferenceId, ...] = Field(min_length=1)


class Raises(Item):
    """A caution that comes with every reported finding of a rule, in the rule's own words."""

    caution: CautionCode
    statement: Wording
    citations: tuple[ReferenceId, ...] = Field(min_length=1)


class Rule(Reviewed):
    """One rule. Exactly one of ``outcomes`` with rows or bands, ``formula`` and ``trend`` computes.

    ``inputs`` are in the order in which ties among missing inputs are broken. ``conditions`` are
    combinations of criteria that have a name of their own. ``substitutes`` names the formula that
    stands in for an input that was not reported. ``absent_unless_mentioned`` lists conditions that
    are only looked at when somebody states them. ``lower_bound_when`` says when a measured value
    stands for "this or more": once its condition holds or may hold. ``evaluated_when`` must hold
    for the rule to say anything. ``requires`` are inputs without which it is left out; they are
    asked for where nothing else keeps the rule from speaking. ``differs`` keeps where sources put
    it differently.
    """

    code: RuleCode
    title: Wording
    made_for: MadeFor
    inputs: tuple[ObservationCode, ...]
    criteria: ReadOnly[Name, Criterion] = {}
    conditions: ReadOnly[Name, Condition] = {}
    points: tuple[PointsFor, ...] = ()
    outcomes: ReadOnly[str, Outcome] = {}
    formula: Formula | None = None
    trend: Trend | None = None
    substitutes: ReadOnly[QuantityCode, RuleCode] = {}
    absent_unless_mentioned: tuple[PresenceCode, ...] = ()
    lower_bound_when: ReadOnly[QuantityCode, Condition] = {}
    evaluated_when: Condition | None = None
    requires: tuple[ObservationCode, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    possible_statement: Wording | None = None
    raises: tuple[Raises, ...] = ()
    differs: str | None = None
    citations: tuple[ReferenceId, ...] = Field(min_length=1)


class CautionItem(Reviewed):
    """A caution of its own: when it fires and what it says. Those of rules come from ``raises``.

    ``when`` is null for a caution that only rules raise. ``about`` are the rules that ``{rules}``
    in the statement names when the user asked for none.
    """

    code: CautionCode
    label: Wording
    when: Condition | None
    statement: Wording | None
    about: tuple[RuleCode, ...] = ()
    citations: tuple[ReferenceId, ...]


class NextStepItem(Reviewed):
    """A step of work-up: when it is named, and which known result makes it needless."""

    code: NextStepCode
    label: Wording
    when: Condition
    done_when: Condition | None = None
    statement: Wording
    citations: tuple[ReferenceId, ...] = Field(min_length=1)


class TopicParagraph(Item):
    """One paragraph of a topic, with the seed statements it covers."""

    statement: Wording
    citations: tuple[ReferenceId, ...] = Field(min_length=1)
    covers: tuple[str, ...] = ()


class Topic(Reviewed):
    """The answer to one kind of question; ``rules`` are those that it explains.

    ``asks`` names what is asked, ``about`` of what: where the next message only names something
    else (``and in CLL?``), the topic that asks the same about that answers it.
    """

    code: TopicCode
    title: Wording
    question: str
    rules: tuple[RuleCode, ...] = ()
    asks: tuple[Name, ...] = ()
    about: tuple[ObservationCode, ...] = ()
    paragraphs: tuple[TopicParagraph, ...] = Field(min_length=1)


class QuestionItem(Item):
    """How one thing is asked for, with quick replies that read back as that observation.

    A number in an option is a threshold of a rule, so that the reply decides what was asked.
    """

    asks: Asked
    text: Wording
    options: tuple[Text, ...] = ()


# Quantities, coded observations and conditions: what they are called and how they are written.


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
    """Short names that count only where one of these was named earlier in the sentence."""

    spellings: tuple[Text, ...] = Field(min_length=1)
    after: tuple[ObservationCode, ...] = Field(min_length=1)


class Quantity(Reviewed, Named):
    """A quantity: its names, units and limits (exact decimals).

    ``after_number`` are words that follow the number and are both name and unit (``72 yo``);
    they name one of ``units``. ``units_alone`` say by themselves which quantity it is, where the
    number stands alone between commas and keeps these limits. ``said_by_words`` has words that say
    a value by themselves (``no prior therapy``). ``short_names`` count only after other names
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
    ``short_names`` count as ``spellings`` do after other names (``FL, stage III``).
    ``level_of`` names the quantity whose level it is: its words count beside that quantity's name
    where no number does. ``of_the_person`` is read in a question too (``eGFR of a woman with …?``).
    """

    code: CodedCode
    label: Wording
    word_labels: ReadOnly[str, Text] = {}
    words: ReadOnly[str, tuple[Text, ...]] = {}
    words_alone: ReadOnly[str, tuple[Text, ...]] = {}
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
    ``glued`` names count only without spaces: ``LDH1`` is an isoenzyme, ``LDH 1`` a value. ``rule``
    is the rule whose name it is: whoever writes it may ask for that rule.
    """

    reported: bool = False
    glued: bool = False
    rule: RuleCode | None = None


class Unit(Named):
    """A unit as laboratories and people write it, by the name that ``Quantity.units`` uses.

    ``top`` and ``bottom`` make every way to write a quotient (``mg/L``, ``mg per l``, ``mg l-1``).
    ``only_where_accepted`` are forms that are words or other things elsewhere (``in``, ``mm``):
    they count only after a number of a quantity that accepts the unit. ``of_upper_limit`` counts
    multiples of the laboratory's upper limit (``2x ULN``): only a level follows.
    """

    top: tuple[Text, ...] = ()
    bottom: tuple[Text, ...] = ()
    only_where_accepted: tuple[Text, ...] = ()
    of_upper_limit: bool = False


CueCode = Literal[
    "link",
    "less",
    "at_most",
    "greater",
    "at_least",
    "about",
    "at_most_after",
    "at_least_after",
    "blood",
    "urine",
    "other_specimen",
    "flag",
    "reference",
    "pending",
    "negated",
    "negates_list",
    "negates_one",
    "negated_after",
    "suspected",
    "suspected_after",
    "affirmed",
    "affirmed_after",
    "turns_into",
    "but",
    "question",
    "stated",
    "hypothetical",
    "family_history",
    "other_person",
    "threshold",
    "correction",
    "change",
    "and",
    "or",
    "then",
    "from",
    "to",
    "takes_back",
    "withdrawn",
    "either",
    "within",
    "person_is",
    "patient_label",
    "title",
    "equals",
    "now",
    "earlier",
    "question_verb",
    "planned",
    "index",
    "disregard",
    "states_right",
    "that_was",
    "mistake",
    "supposed",
    "if",
    "modal",
    "not_so",
    "of_many",
    "statistic",
    "turns_from",
    "spoken_of",
    "planned_after",
    "until",
    "negates_next",
    "no_person",
    "condition_set",
    "holds",
    "given",
    "several",
    "respectively",
    "next_patient",
    "request",
    "same_sample",
    "yes",
    "no_answer",
    "unknown",
    "unit_word",
]


class Cue(Named):
    """Words that say how what stands near them is meant.

    The file says for each code what it does.
    """

    code: CueCode
    says: str


_Words = tuple[Text, ...]


class NumberWords(Item):
    """How people write numbers in words: the file ``numbers.yml``.

    ``words`` are lists of spellings from zero; ``point`` stands before decimals.
    """

    words: tuple[_Words, ...]
    point: _Words


class DateWords(Item):
    """How people write days: the file ``dates.yml``, in which comments explain each list.

    ``months``, ``weekdays`` (from Monday), ``days_ago`` (from today) and ``counts`` (from one) are
    lists in order. ``months_elsewhere`` are spellings of months that are other words too.
    ``sampled``, ``birth`` and ``other_days`` say what the day beside them is.
    """

    months: tuple[_Words, ...]
    months_elsewhere: _Words
    weekdays: tuple[_Words, ...]
    days_ago: tuple[_Words, ...]
    spans: ReadOnly[Literal["day", "week", "month", "year"], _Words]
    counts: tuple[_Words, ...]
    ago: _Words
    ago_before: _Words
    before_that: _Words
    later: _Words
    last: _Words
    this: _Words
    next: _Words
    before_day: _Words
    durations: _Words
    ordinals: _Words
    of: _Words
    sampled: _Words
    birth: _Words
    other_days: _Words

    @model_validator(mode="after")
    def _is_a_calendar(self) -> "DateWords":
        for key, lists, number in (("months", self.months, 12), ("weekdays", self.weekdays, 7)):
            if len(lists) != number:
                raise ValueError(f"{key}: expected {number} lists of words, got {len(lists)}")
        return self

    @model_validator(mode="after")
    def _each_word_says_one_thing(self) -> "DateWords":
        spans = tuple(self.spans.values())
        for numbered in (self.months, self.weekdays, self.days_ago, spans, self.counts):
            words = [word for spelled in numbered for word in spelled]
            for word in words:
                if words.count(word) > 1:
                    raise ValueError(f"{word} stands in two lists; it can say only one of them")
        for word in self.months_elsewhere:
            if not any(word in spelled for spelled in self.months):
                raise ValueError(f"months_elsewhere: {word} is no spelling of a month")
        return self


class ColumnWords(Item):
    """What heads of columns are called: the file ``layouts.yml``.

    ``earlier`` is a value of another time, ``low`` and ``high`` are the two ends of the reference
    range, ``patient`` tells patients apart. What stands under ``flag`` is not used.
    """

    analyte: _Words
    value: _Words
    earlier: _Words
    unit: _Words
    reference: _Words
    low: _Words
    high: _Words
    flag: _Words
    day: _Words
    specimen: _Words
    patient: _Words

    @model_validator(mode="after")
    def _each_word_says_one_thing(self) -> "ColumnWords":
        words = [word for name in type(self).model_fields for word in getattr(self, name)]
        for word in words:
            if words.count(word) > 1:
                raise ValueError(f"{word} stands in two lists; a column can be only one of them")
        return self


Why = Literal[
    "no_analyte",
    "unclear_which",
    "unit_unclear",
    "unknown_unit",
    "implausible_value",
    "ambiguous_number",
    "range",
    "reference_range",
    "not_a_measurement",
    "hypothetical",
    "pending",
    "other_person",
    "other_specimen",
    "specimen_unclear",
    "patient_unclear",
    "not_used",
    "which_markers",
    "corrected",
    "earlier_value",
    "unclear_statement",
    "no_value",
    "misspelled",
    "day_unclear",
    "other_day",
    "order_unclear",
    "not_final",
]


class UnreadReason(Item):
    """What is said about words that were seen and not used."""

    code: Why
    reason: Text


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return pattern


class PersonalKind(Item):
    """A kind of personal data: what it is called and how it looks.

    Where a pattern has a group ``personal``, that part is personal, else the whole. What is read
    from a kind that ``holds_values`` is used; anything else that looks like a result there is none.
    """

    code: Name
    label: Wording
    holds_values: bool = False
    patterns: tuple[Annotated[Text, AfterValidator(_compiles)], ...] = Field(min_length=1)


class Language(Item):
    """By what a language is known: little ``words`` in small letters, or the range of its script.

    ``says`` is how one who writes it is told that answers are in English.
    """

    code: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    says: Text | None = None
    words: tuple[Text, ...] = ()
    script: Text | None = None


class Level(Item):
    """A level that a value and the laboratory's upper limit decide: elevated is above the limit.

    Without a reported limit, ``limit_range`` bounds it (null: undecided at any value).
    ``normal_means`` bounds the value when only the level "normal" is stated.
    """

    code: CodedCode
    value: QuantityCode
    limit: QuantityCode | None
    limit_range: Comparisons | None
    normal_means: Comparisons | None = None
    reference: ReferenceId
    place: str


class Levels(Reviewed):
    """The file of levels."""

    levels: tuple[Level, ...]


class Groups(Reviewed):
    """The file of groups: conditions that a caution or a next step means together."""

    groups: ReadOnly[Name, Annotated[tuple[PresenceCode, ...], Field(min_length=1)]]


class Triggers(Reviewed):
    """The file of conditions that several cautions and next steps share, each with a name."""

    triggers: ReadOnly[Name, Condition]


class Implies(Item):
    """One statement that makes another true."""

    code: ObservationCode
    says: str
    then: ObservationCode
    then_says: str


class Implications(Reviewed):
    """The file of implied statements."""

    implies: tuple[Implies, ...]


class Conflict(Item):
    """Statements that cannot both be so; ``doubts`` is then used both ways.

    For a condition both ways are present and absent, for an input that a formula can stand in for
    they are the reported and the computed value. ``says`` names the statements.
    """

    when: Condition
    doubts: ObservationCode
    says: Wording


class Conflicts(Reviewed):
    """The file of conflicts."""

    conflicts: tuple[Conflict, ...]


# Interface wording: no clinical claim stands here, so nothing of it is cited.


class Reply(Item):
    """What is answered when nothing clinical is: a greeting, a refusal, a notice.

    ``options`` are examples of what to write, after the ``nearest`` questions where these are
    wanted; ``asks`` is a question that is asked instead of them. A reply that ``forgets`` begins a
    new case; one that is ``alone`` has nothing beside it, one that ``opens`` is said before what
    follows, too, and not only where nothing does. ``again`` assesses the case once more,
    ``explains`` says every comparison that was made, and ``speaks_to`` changes the audience.
    ``rules`` gives the rules that the message names, and those alone; ``alternatives`` says what
    would change each conclusion.

    One that ``follows`` gives way to a topic where the message carries the last question on, one
    that ``gives_way`` to what the message plainly supposes or begins.

    Other replies, by name, are given instead: ``without_case`` while nothing is known of the
    patient, ``with_a_rule`` where the message names a rule, ``second`` the second time in a row.
    """

    kind: AnswerKind
    text: Wording
    options: tuple[Text, ...] = ()
    asks: Asked | None = None
    nearest: bool = False
    forgets: bool = False
    alone: bool = False
    opens: bool = False
    again: bool = False
    explains: bool = False
    speaks_to: Audience | None = None
    follows: bool = False
    gives_way: bool = False
    rules: bool = False
    alternatives: bool = False
    without_case: Name | None = None
    with_a_rule: Name | None = None
    second: Name | None = None


class Joining(Item):
    """How a list is written as words: "a, b or c", "a, b and c"."""

    comma: str
    either: str
    both: str


class ChangePhrases(Item):
    """How a change between serial values is said.

    ``risen`` and ``fallen`` know ``{percent}``; ``one_day`` and ``days`` add the time to a
    ``{change}``; ``on_day`` adds its ``{day}`` to a ``{value}``. ``changed`` goes from one value to
    a ``{later}`` one, ``between`` does so where the change is not known, ``since_first`` starts
    from the first.
    """

    risen: Wording
    fallen: Wording
    unchanged: Wording
    one_day: Wording
    days: Wording
    on_day: Wording
    changed: Wording
    between: Wording
    since_first: Wording
    highest: Wording


class Button(Item):
    """A button of an answer: its label, and what it ``says`` to the assistant, if anything."""

    label: Wording
    says: Text | None = None


class SlackHome(Item):
    """The words of the page that Slack shows for the assistant itself.

    ``what`` is its heading and ``says`` its text. ``audiences`` are the choices below ``audience``;
    ``examples``, ``review`` and ``privacy`` head what follows them.
    """

    what: Text
    says: tuple[Text, ...]
    examples: Text
    audience: Text
    audiences: ReadOnly[Audience, Text]
    review: Text
    privacy: Text
    privacy_note: Text


class SlackWords(Item):
    """What Slack shows besides answers; none of it holds a value of a patient.

    ``notification`` stands where Slack shows no blocks. ``working`` stands until the answer is
    there. ``shared`` names the ``{user}`` who shared an answer; ``asked`` repeats the ``{text}`` of
    a button. ``cannot_share``, ``not_this_channel`` and ``not_this_user`` say why something was not
    done.
    """

    notification: Text
    working: Text
    shared: Text
    asked: Text
    cannot_share: Text
    not_this_channel: Text
    not_this_user: Text
    home: SlackHome


class ChartPhrases(Item):
    """The words of the chart of serial values, and which quantity is drawn ``beside`` it.

    ``title`` and the lists of values know ``{label}``. ``listed`` gives all ``{values}``; where
    there are many, ``outstanding`` gives some of ``{count}``. ``cut_off`` names the ``{rules}`` of
    a ``{value}``. ``undated`` names the ``{values}`` that are not shown, ``too_few`` says why there
    is no chart.
    """

    beside: QuantityCode
    title: Wording
    listed: Wording
    outstanding: Wording
    cut_off: Wording
    undated: Wording
    too_few: Wording


class AlternativePhrases(Item):
    """What would change a conclusion: ``some`` introduces ``{alternatives}``, ``one`` of which
    says what would be ``{possible}`` ``{when}``; ``none`` stands where no input alone would.
    """

    some: Wording
    one: Wording
    none: Wording


class Phrases(Item):
    """The words around the statements.

    ``conditional`` introduces a finding that holds only if ``{condition}`` is there. ``made_for``
    says whom a ``{rule}`` is made for. ``undecided`` states the ``{possible}`` outcomes of a rule
    that has no wording of its own for them. ``suggestion`` introduces examples of what to write,
    which would bring what it ``suggests``. ``presences`` say how a condition is named that is
    present, absent or suspected (``{label}``). ``personal`` asks to leave out personal data of some
    ``{kinds}``; ``english_only`` answers a message in another language. ``review_status`` is the
    line under the sources. ``units`` writes a UCUM unit for people, ``comparators`` a comparator.
    ``buttons`` stand below an answer, ``slack`` holds what Slack shows besides answers.
    """

    disclaimer: Wording
    conditional: Wording
    made_for: Wording
    undecided: Wording
    alternatives: AlternativePhrases
    suggestion: Wording
    suggests: Asked
    headings: ReadOnly[Name, Wording]
    replies: ReadOnly[Name, Reply]
    review_status: ReadOnly[ReviewStatus, Wording]
    presences: ReadOnly[Presence, Wording]
    assumed: ReadOnly[Assumption, Wording]
    comparators: ReadOnly[Comparator, str]
    units: ReadOnly[str, str]
    personal: Wording
    english_only: Wording
    joining: Joining
    change: ChangePhrases
    buttons: ReadOnly[Name, Button]
    slack: SlackWords
    chart: ChartPhrases


def thresholds(comparisons: Comparisons) -> tuple[Decimal, ...]:
    """The limits that are given, in the order gt, ge, lt, le."""
    given = (comparisons.gt, comparisons.ge, comparisons.lt, comparisons.le)
    return tuple(limit for limit in given if limit is not None)
