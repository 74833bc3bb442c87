"""What follows from what was stated, and what cannot both be so."""

from b2m_core.contract.codes import CodedCode, ObservationCode, QuantityCode
from b2m_core.knowledge.schema.conditions import Comparisons, Condition
from b2m_core.knowledge.schema.items import Item, ReferenceId, Reviewed, Wording


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
