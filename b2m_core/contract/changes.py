"""How a change between two values of a series is said, for one audience."""

from datetime import date
from decimal import Decimal

from b2m_core.contract.models import Contract, Observation


class Changes(Contract):
    """Templates for serial values, explained where they stand, and how they are filled."""

    risen: str
    fallen: str
    unchanged: str
    one_day: str
    days: str
    on_day: str
    changed: str
    between: str
    since_first: str
    highest: str
    beside: str

    def valued(self, stated: str, day: date | None) -> str:
        """A value with its day, where it has one: "6.1 mg/L on 2026-01-10"."""
        return self.on_day.format(value=stated, day=day.isoformat()) if day else stated

    def said(self, percent: Decimal, earlier: Observation, later: Observation) -> str:
        """A change, with the time it took where both days are known: "25.0 % more in 60 days"."""
        way = self.risen if percent > 0 else self.fallen if percent < 0 else self.unchanged
        change = way.format(percent=f"{abs(percent):f}")
        if earlier.effective is None or later.effective is None:
            return change
        days = (later.effective - earlier.effective).days
        return (self.one_day if days == 1 else self.days).format(change=change, days=days)
