"""Which value in the canonical unit does a number say, with its unit or without?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from b2m_core.knowledge.schema.conditions import Comparisons
from b2m_core.knowledge.schema.observations import BareNumber, Quantity, UnitFactor
from b2m_core.knowledge.schema.words import Why
from b2m_core.units import converted


@dataclass(frozen=True, slots=True)
class Value:
    """A value in the canonical unit; ``unit`` is the unit it was read in."""

    number: Decimal
    unit: str
    unit_assumed: bool


def value_of(
    quantity: Quantity, form: int | None, numbers: Iterable[Decimal], units: Iterable[str] | None
) -> Value | Why:
    """The one plausible value that the number says, or why there is none.

    ``numbers`` are all the ways to read the digits, ``units`` the units that the written unit may
    be, null where none is written.
    """
    named = quantity if form is None else quantity.forms[form]
    if units is not None:
        accepted = [unit for unit in units if unit in named.units]
        if not accepted:
            return "unknown_unit"
        found = [_written(quantity, named.units, number, u) for number in numbers for u in accepted]
    else:
        found = [_bare(quantity, named.units, named.bare, number) for number in numbers]
    values = {value.number: value for value in found if isinstance(value, Value)}
    if len(values) == 1:
        return next(iter(values.values()))
    if values or not found:
        return "ambiguous_number"
    return "unit_unclear" if "unit_unclear" in found else "implausible_value"


def plausible_units(quantity: Quantity, form: int | None, numbers: Iterable[Decimal]) -> list[str]:
    """The accepted units in which a number without a unit would be plausible."""
    named = quantity if form is None else quantity.forms[form]
    numbers = tuple(numbers)
    return [
        unit
        for unit in named.units
        if any(isinstance(_written(quantity, named.units, n, unit), Value) for n in numbers)
    ]


def within(limits: Comparisons, number: Decimal) -> bool:
    """Whether a number keeps all the limits that are given."""
    return (
        (limits.gt is None or number > limits.gt)
        and (limits.ge is None or number >= limits.ge)
        and (limits.lt is None or number < limits.lt)
        and (limits.le is None or number <= limits.le)
    )


def _written(
    quantity: Quantity, units: Mapping[str, UnitFactor], number: Decimal, unit: str
) -> Value | Why:
    factor = units[unit]
    if factor.whole_number and number != number.to_integral_value():
        return "implausible_value"
    decimals = None if quantity.completed else quantity.decimals
    value = converted(number, times=factor.times, divided_by=factor.divided_by, decimals=decimals)
    if quantity.completed:
        value = value.to_integral_value(ROUND_FLOOR)
    whole = not quantity.whole_number or value == value.to_integral_value()
    if not whole or not within(quantity.plausible, value):
        return "implausible_value"
    return Value(value, unit, unit_assumed=factor.incomplete)


def _bare(
    quantity: Quantity,
    units: Mapping[str, UnitFactor],
    rules: tuple[BareNumber, ...],
    number: Decimal,
) -> Value | Why:
    rule = next((rule for rule in rules if within(rule, number)), None)
    if rule is None:
        return "implausible_value"
    if rule.unit is None:
        return "unit_unclear"
    value = _written(quantity, units, number, rule.unit)
    if isinstance(value, Value) and not rule.by_convention:
        return Value(value.number, value.unit, unit_assumed=True)
    return value
