"""What a chart of serial values needs to know beside an answer, for one audience."""

from collections.abc import Mapping

from b2m_core.contract.changes import Changes
from b2m_core.contract.codes import QuantityCode, RuleCode
from b2m_core.contract.labels import Labels
from b2m_core.contract.models import Contract, Number


class Charting(Contract):
    """Which codes a chart shows, and its words.

    ``series`` is drawn over time with ``limit``, its upper limit of normal, and ``beside`` below
    it. ``cut_offs`` holds, for each rule that is made for a disease, its thresholds for the series
    in the canonical unit. ``words`` are templates by name, explained where they stand.
    """

    labels: Labels
    changes: Changes
    series: QuantityCode
    limit: QuantityCode | None
    beside: QuantityCode
    cut_offs: Mapping[RuleCode, tuple[Number, ...]]
    words: Mapping[str, str]
