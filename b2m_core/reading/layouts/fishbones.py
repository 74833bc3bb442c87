"""Which numbers stand in a fishbone, and what does the place of each say that it is?

``140/4.4|102/24|31/1.8<99``: only the signs between the numbers tell. So they must be as the
knowledge draws them, and each number must be plausible in its place.
"""

from decimal import Decimal

from b2m_core.knowledge.schema.words import Fishbone
from b2m_core.reading.binding.bound import Bindings, Bound
from b2m_core.reading.numbers import readings
from b2m_core.reading.values import within


class Fishbones:
    """Binds the fishbones of a page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items
        self.shapes = bindings.library.fishbones
        self.signs = {sign for shape in self.shapes for sign in shape.joined}

    def bind(self) -> None:
        """Bind the numbers of every fishbone."""
        i = 0
        while i < len(self.items):
            if self.items[i].kind != "number" or not self._opens(i):
                i += 1
                continue
            numbers, signs = self._run(i)
            for shape in self.shapes:
                values = self._values(shape, numbers, signs)
                if values:
                    self._bind(shape, numbers, values)
            i = numbers[-1] + 1

    def _opens(self, i: int) -> bool:
        """Whether nothing before a number says what it is, or that it is not the first."""
        before = self.page.item(i - 1)
        if before is not None and before.is_name("quantity"):
            return False
        return before is None or before.kind == "break" or before.text not in self.signs

    def _run(self, i: int) -> tuple[list[int], str]:
        """The numbers that single signs join from an item on, and these signs."""
        numbers, signs = [i], ""
        most = max(len(shape.joined) for shape in self.shapes) + 1
        while len(numbers) <= most:
            sign, number = self.page.item(i + 1), self.page.item(i + 2)
            if sign is None or number is None or number.kind != "number":
                break
            if sign.text not in self.signs:
                break
            numbers.append(i + 2)
            signs += sign.text
            i += 2
        return numbers, signs

    def _values(self, shape: Fishbone, numbers: list[int], signs: str) -> list[Decimal]:
        """The number in each place; none where the shape is another, or one is not plausible."""
        if signs != shape.joined:
            return []
        values: list[Decimal] = []
        for i, place in zip(numbers, shape.holds, strict=True):
            said = readings(self.items[i].text, ".")
            if len(said) != 1 or not within(place, said[0]):
                return []
            values += said
        return values

    def _bind(self, shape: Fishbone, numbers: list[int], values: list[Decimal]) -> None:
        for i, value, place in zip(numbers, values, shape.holds, strict=True):
            item = self.items[i]
            item.numbers, item.broken = (value,), False
            bound = Bound(i, i, i, end=item.end, code=place.code, placed=True)
            if place.code is None:
                bound.why = "not_used"
            self.bindings.bound[i] = bound
