"""Which upper limits of the laboratory do reference ranges state?"""

from typing import cast

from b2m_core.contract.codes import Assumption, QuantityCode
from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.items import Item
from b2m_core.reading.observing.measurements import Measurements
from b2m_core.reading.observing.text import Text
from b2m_core.reading.values import Value, value_of


class ReferenceRanges:
    """Reads the reference ranges of a text."""

    def __init__(self, text: Text, measurements: Measurements) -> None:
        """Look at one text."""
        self.text = text
        self.page = text.page
        self.items = text.page.items
        self.library = text.library
        self.results = text.results
        self.values = measurements.values

    def read(self, bound: Bound) -> None:
        """The upper end of a reference range is the laboratory's upper limit, where one is used."""
        item = self.items[bound.number]
        start, end = item.start, max(item.end, bound.end)
        lower = self.page.has_cue(bound.number - 1, "greater", "at_least")
        if item.kind == "number" and (
            lower or self.page.has_cue(bound.number - 1, "less", "at_most")
        ):
            start = self.items[bound.number - 1].start
        owner = bound.reference_of
        value = self.values.get(owner.number) if owner else None
        limit_code = None
        if value is not None:
            code = value.observation.code
            limit_code = self.library.quantities[cast("QuantityCode", code)].upper_limit
        high = item.high if item.kind == "range" else item
        if (
            value is None
            or owner is None
            or limit_code is None
            or high is None
            or high.broken
            or item.broken
            or lower
        ):
            self.results.leave("reference_range", None, (start, end))
            return
        quantity = self.library.quantities[limit_code]
        mention = bound.units or owner.units
        units = [m.what for m in mention.of("unit")] if mention else None
        limit = value_of(quantity, None, high.numbers, units)
        if not isinstance(limit, Value) or not self._low_below_high(item):
            self.results.leave("reference_range", limit_code, (start, end))
            return
        assumed: tuple[Assumption, ...] = ("unit",) if limit.unit_assumed else ()
        scope = self.text.scopes[bound.number]
        self.results.spot(limit_code, limit.number, (start, end), scope, assumed=assumed)

    def _low_below_high(self, item: Item) -> bool:
        if item.kind != "range" or item.high is None:
            return True
        return bool(item.numbers) and min(item.numbers) < max(item.high.numbers)
