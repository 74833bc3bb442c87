"""What goes with the findings: cautions and next steps."""

from pydantic import Field

from b2m_core.contract.codes import CautionCode, NextStepCode, RuleCode
from b2m_core.knowledge.schema.conditions import Condition
from b2m_core.knowledge.schema.items import ReferenceId, Reviewed, Wording


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
