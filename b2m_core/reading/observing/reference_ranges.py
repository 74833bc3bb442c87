"""Which upper limits of the laboratory do reference ranges state?"""

from typing import cast

from b2m_core.contract.codes import Assumption, QuantityCode
from b2m_core.reading.assertion.scope import Scope
from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.items import Item
from b2m_core.reading.observing.measurements import Measurements
from b2m_core.reading.observing.owners import Owners
from b2m_core.reading.observing.text import Text
from b2m_core.reading.values import Value, value_of


class ReferenceRanges:
    """Reads the reference ranges of a text."""

    def __init__(self, text: Text, measurements: Measurements, owners: Owners) -> None:
        """Look at one text."""
        self.owners = owners
        self.used_names = measurements.used_names
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
        if bound.name is not None and bound.limits_name:
            self.used_names.add(bound.name)
            start = min(start, self.items[bound.first].start)
        scope = self.text.scopes[bound.number]
        code = self._code(bound, scope)
        limit_code = self.library.quantities[code].upper_limit if code else None
        high = item.high if item.kind == "range" else item
        if limit_code is None or high is None or high.broken or item.broken or lower:
            self.results.leave("reference_range", None, (start, end))
            return
        quantity = self.library.quantities[limit_code]
        mention = bound.units or (bound.reference_of.units if bound.reference_of else None)
        units = [m.what for m in mention.of("unit")] if mention else None
        limit = value_of(quantity, None, high.numbers, units)
        if not isinstance(limit, Value) or not self._low_below_high(item):
            self.results.leave("reference_range", limit_code, (start, end))
            return
        assumed: tuple[Assumption, ...] = ("unit",) if limit.unit_assumed else ()
        self.results.spot(limit_code, limit.number, (start, end), scope, assumed=assumed)

    def _code(self, bound: Bound, scope: Scope) -> QuantityCode | None:
        """The quantity whose reference range it is: that of its value, or that of its name."""
        if bound.reference_of is not None:
            value = self.values.get(bound.reference_of.number)
            return cast("QuantityCode", value.observation.code) if value else None
        meaning, why = self.owners.whose(bound)
        if why or meaning is None or scope.question or self.text.not_of_patient(scope):
            return None
        return cast("QuantityCode", meaning.what)

    def _low_below_high(self, item: Item) -> bool:
        if item.kind != "range" or item.high is None:
            return True
        return bool(item.numbers) and min(item.numbers) < max(item.high.numbers)
