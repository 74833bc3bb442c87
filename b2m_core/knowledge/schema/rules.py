"""A rule: whom it is made for, its inputs, its criteria with their source, and its outcomes."""

from typing import Literal

from pydantic import Field

from b2m_core.contract.codes import (
    CautionCode,
    CodedCode,
    ObservationCode,
    PresenceCode,
    QuantityCode,
    RuleCode,
)
from b2m_core.contract.models import Number
from b2m_core.knowledge.schema.conditions import Comparisons, Condition, Test
from b2m_core.knowledge.schema.items import Item, Name, ReadOnly, ReferenceId, Reviewed, Wording


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


class Beside(Item):
    """Another series: which outcome it ``weakens`` when it has ``risen`` as well, and why."""

    series: QuantityCode
    weakens: str
    risen: Wording
    citations: tuple[ReferenceId, ...] = Field(min_length=1)


class Trend(Item):
    """Serial values compared as ratios: at least ``rising``, at most ``falling``, else stable.

    The values ``beside`` of the same days are told too.
    """

    series: QuantityCode
    rising: Number
    falling: Number
    reference: ReferenceId
    place: str
    beside: Beside | None = None


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
