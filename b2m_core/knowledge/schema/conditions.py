"""Conditions: read aloud, they are sentences about one case."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from b2m_core.contract.codes import (
    CautionCode,
    CodedCode,
    ObservationCode,
    PresenceCode,
    QuantityCode,
    RuleCode,
)
from b2m_core.contract.models import Number
from b2m_core.knowledge.schema.items import Item, Name, ReadOnly, Reviewed


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


class Groups(Reviewed):
    """The file of groups: conditions that a caution or a next step means together."""

    groups: ReadOnly[Name, Annotated[tuple[PresenceCode, ...], Field(min_length=1)]]


class Triggers(Reviewed):
    """The file of conditions that several cautions and next steps share, each with a name."""

    triggers: ReadOnly[Name, Condition]


def thresholds(comparisons: Comparisons) -> tuple[Decimal, ...]:
    """The limits that are given, in the order gt, ge, lt, le."""
    given = (comparisons.gt, comparisons.ge, comparisons.lt, comparisons.le)
    return tuple(limit for limit in given if limit is not None)
