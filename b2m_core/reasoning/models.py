"""What follows from a case, without words: ``Assessment`` and its parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from b2m_core.case.known import Known
from b2m_core.contract.codes import (
    Asked,
    CautionCode,
    FindingStatus,
    NextStepCode,
    ObservationCode,
    PresenceCode,
    RuleCode,
)
from b2m_core.contract.models import Comparison
from b2m_core.knowledge.schema.inference import Conflict
from b2m_core.knowledge.schema.rules import NotApplicable

Result: TypeAlias = Decimal | str
"""An outcome's word, or the number of a formula as its source reports it."""


@dataclass(frozen=True)
class Conclusion:
    """What one rule concludes.

    ``possible`` is exact and in the rule's own order. ``narrows`` says for each code of ``missing``
    how many outcomes it can remove at best. Of a rule that is not applicable, ``because_of`` is the
    item of the rule that says so; null where the patient has another disease.
    """

    rule: RuleCode
    status: FindingStatus
    applies_if: PresenceCode | None = None
    possible: tuple[Result, ...] = ()
    because: tuple[Comparison, ...] = ()
    missing: tuple[ObservationCode, ...] = ()
    narrows: tuple[int, ...] = ()
    because_of: NotApplicable | None = None
    cells: int = 0

    @property
    def outcome(self) -> Result | None:
        """The one outcome of a definite conclusion."""
        return self.possible[0] if self.status == "definite" else None


@dataclass(frozen=True)
class Fired:
    """A caution that fired: by its own condition, by rules that raise it, or by both.

    ``concerns`` are the observations that its own condition is about.
    """

    code: CautionCode
    by_itself: bool
    rules: tuple[RuleCode, ...] = ()
    concerns: tuple[ObservationCode, ...] = ()


@dataclass(frozen=True)
class Alternative:
    """Were one input so, what would be possible.

    ``when`` are comparisons of that input which hold together; their ``holds`` is null.
    """

    when: tuple[Comparison, ...]
    possible: tuple[Result, ...]


@dataclass(frozen=True)
class Assessment:
    """Everything that follows from a case.

    ``conflicts`` are statements that cannot both be so. ``cells`` is how many combinations of cells
    were evaluated in all.
    """

    conclusions: tuple[Conclusion, ...]
    cautions: tuple[Fired, ...]
    next_steps: tuple[NextStepCode, ...]
    questions: tuple[Asked, ...]
    conflicts: tuple[Conflict, ...]
    known: Known
    cells: int

    @property
    def by_rule(self) -> Mapping[RuleCode, Conclusion]:
        """The conclusions by their rule."""
        return {conclusion.rule: conclusion for conclusion in self.conclusions}
