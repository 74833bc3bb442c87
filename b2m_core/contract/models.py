"""What the assistant says, as typed, frozen models: the answer contract, version 1.

Start with ``Answer``; everything else is a part of it. Values are exact decimals in memory, plain
numbers in JSON.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    CODED_VALUES,
    QUANTITIES,
    AnswerKind,
    Asked,
    Assumption,
    Audience,
    CautionCode,
    Comparator,
    FindingStatus,
    NextStepCode,
    ObservationCode,
    ReviewStatus,
    RuleCode,
    TopicCode,
)

PRESENCE_VALUES = ("present", "absent", "suspected")


def _exact(value: object) -> object:
    """Take a JSON number as the decimal it was written as, and refuse what is no finite number."""
    if isinstance(value, bool):
        raise ValueError("a truth value is not a number")
    if isinstance(value, int | float):
        value = Decimal(str(value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("the value must be a finite number")
    return value


def _plain_number(value: Decimal | str) -> int | float | str:
    """A decimal as the JSON number a reader expects: 6 rather than 6.0, 6.1 and not "6.1"."""
    if isinstance(value, str):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(_plain_number, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
"""An exact decimal; a JSON number on the wire."""

NumberOrWord = Annotated[
    Decimal | str,
    BeforeValidator(_exact),
    PlainSerializer(_plain_number, when_used="json"),
    WithJsonSchema({"type": ["number", "string"]}),
]
"""A number, or a word of the contract (``present``, ``III``); never a number written as text."""


class Frozen(BaseModel):
    """Nobody changes it once it is made, and names that it does not know are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Contract(Frozen):
    """A part of the answer contract."""

    model_config = ConfigDict(
        validate_by_name=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,  # what is always written, is required
    )


class Observation(Contract):
    """One thing known about the patient.

    ``value`` is in the canonical ``unit`` of ``code``, or a word for coded observations, whose unit
    is null. ``effective`` is the day of the measurement where the text gives one. ``as_written``
    holds the words it was read from and ``assumed`` what those words left out.
    Raises ``ValueError`` when value, unit and code do not belong together.
    """

    code: ObservationCode
    value: NumberOrWord
    unit: str | None = None
    comparator: Comparator = "="
    effective: date | None = None
    as_written: str = ""
    assumed: tuple[Assumption, ...] = ()

    @model_validator(mode="after")
    def _belongs_together(self) -> "Observation":
        if self.code in QUANTITIES:
            canonical = CANONICAL_UNITS[self.code]
            if not isinstance(self.value, Decimal):
                raise ValueError(f"{self.code}: expected a number in {canonical}")
            if self.unit != canonical:
                raise ValueError(
                    f"{self.code}: expected the unit {canonical}, got {self.unit or 'none'}"
                )
            return self
        allowed = CODED_VALUES.get(self.code, PRESENCE_VALUES)
        if self.value not in allowed:
            raise ValueError(f"{self.code}: expected one of {', '.join(allowed)}")
        if self.unit is not None:
            raise ValueError(f"{self.code}: has no unit, got {self.unit}")
        if self.comparator != "=":
            raise ValueError(f"{self.code}: has no comparator other than =")
        return self


class Unread(Contract):
    """A number or an analyte's name that was seen and not used, and why, in words."""

    as_written: str
    reason: str


class Comparison(Contract):
    """One comparison that a rule made; ``holds`` is null where the case does not decide it."""

    code: ObservationCode | RuleCode
    comparator: Comparator
    threshold: NumberOrWord
    unit: str | None
    holds: bool | None


class Finding(Contract):
    """What one rule concludes. ``possible`` is exact: what some completion gives, nothing else."""

    rule: RuleCode
    status: FindingStatus
    applies_if: ObservationCode | None
    outcome: NumberOrWord | None
    possible: tuple[NumberOrWord, ...]
    statement: str
    because: tuple[Comparison, ...]
    missing: tuple[ObservationCode, ...]
    citations: tuple[str, ...]


class Caution(Contract):
    """Something that makes a finding less sure."""

    code: CautionCode
    statement: str
    citations: tuple[str, ...]


class NextStep(Contract):
    """Work-up that the knowledge base names for this case."""

    code: NextStepCode
    statement: str
    citations: tuple[str, ...]


class Paragraph(Contract):
    """One paragraph of the answer to a question."""

    topic: TopicCode
    statement: str
    citations: tuple[str, ...]


class Question(Contract):
    """What to ask the user next; each of ``options`` is a quick reply, sent as it stands."""

    asks: Asked
    text: str
    options: tuple[str, ...]


class Citation(Contract):
    """A reference, as far as it was verified; an identifier not known with certainty is null."""

    id: str
    label: str
    title: str
    year: int | None
    doi: str | None
    pmid: str | None
    url: str | None
    review_status: ReviewStatus
    last_reviewed: date | None


class Answer(Contract):
    """The one object every surface renders.

    Every statement names at least one citation, and every citation id named is in ``citations``;
    anything else raises ``ValueError``.
    """

    schema_: Literal["b2m.answer/1"] = Field(default="b2m.answer/1", alias="schema")
    kind: AnswerKind
    topics: tuple[TopicCode, ...]
    paragraphs: tuple[Paragraph, ...]
    observations: tuple[Observation, ...]
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...]
    cautions: tuple[Caution, ...]
    next_steps: tuple[NextStep, ...]
    questions: tuple[Question, ...]
    citations: tuple[Citation, ...]
    hypothetical: tuple[Observation, ...]
    text: str
    disclaimer: str
    audience: Audience
    knowledge_version: str

    @model_validator(mode="after")
    def _is_grounded(self) -> "Answer":
        listed = {citation.id for citation in self.citations}
        statements: tuple[Paragraph | Finding | Caution | NextStep, ...] = (
            *self.paragraphs,
            *self.findings,
            *self.cautions,
            *self.next_steps,
        )
        for said in statements:
            if not said.citations:
                raise ValueError(f"a statement without a citation: {said.statement}")
            if unknown := set(said.citations) - listed:
                raise ValueError(f"a citation that is not listed: {', '.join(sorted(unknown))}")
        return self
