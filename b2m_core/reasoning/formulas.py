"""Numbers computed from observations, as exact intervals.

An expression is a sentence of ``+ - * / **``, ``min``, ``max``, names and whole numbers; nothing
else is evaluated. All arithmetic is decimal and nothing is rounded on the way.
"""

import ast
from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from itertools import product
from typing import TypeAlias, cast

from b2m_core.case.intervals import ANY, Interval, of_comparisons
from b2m_core.case.known import Known
from b2m_core.contract.codes import CodedCode, ObservationCode, QuantityCode
from b2m_core.knowledge.schema.rules import Formula

Settings: TypeAlias = Mapping[ObservationCode, tuple[Interval | str, ...]]
"""For each input of a formula the intervals or words it may have."""
Given: TypeAlias = tuple[ObservationCode, Interval | str]
"""An input of a formula, and what it is taken to be."""

# A limit of a computed interval may be infinite (division by a value that can be zero); the
# operations that have no answer at all become NaN, which is read as no bound.
_ARITHMETIC = Context(prec=28, traps=[])


@lru_cache(maxsize=4096)
def _power(base: Decimal, exponent: Decimal) -> Decimal:
    """A power; remembered, because one creatinine is raised again for every age."""
    return base**exponent


_OPERATIONS: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
    ast.Pow: _power,
}
_FUNCTIONS: Mapping[str, Callable[..., Decimal]] = {"min": min, "max": max}


@lru_cache(maxsize=64)
def compiled(expression: str) -> Callable[[Mapping[str, Decimal]], Decimal]:
    """An expression as a function of its names. Raises ``ValueError`` for anything else in it."""

    def read(node: ast.expr) -> Callable[[Mapping[str, Decimal]], Decimal]:
        match node:
            case ast.Name(id=name):
                return lambda values: values[name]
            case ast.Constant(value=int(number)) if not isinstance(number, bool):
                constant = Decimal(number)
                return lambda values: constant
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = read(operand)
                return lambda values: -inner(values)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
                operation, first, second = _OPERATIONS[type(op)], read(left), read(right)
                return lambda values: operation(first(values), second(values))
            case ast.Call(func=ast.Name(id=name), args=[_, _, *_] as parts, keywords=[]) if (
                name in _FUNCTIONS
            ):
                function, arguments = _FUNCTIONS[name], [read(part) for part in parts]
                return lambda values: function(*(argument(values) for argument in arguments))
        raise ValueError(f"{ast.unparse(node)} cannot stand in the expression {expression}")

    return read(ast.parse(expression, mode="eval").body)


def settings(formula: Formula, known: Known) -> Settings | None:
    """What each input may be; null when an input is unknown and nothing bounds it."""
    found: dict[ObservationCode, tuple[Interval | str, ...]] = {}
    for code in formula.direction:
        bounds = of_comparisons(formula.range[code]) if code in formula.range else None
        stated = known.values.get(code)
        if stated is None and bounds is None:
            return None
        within = (one.within(bounds or ANY) for one in stated or (ANY,))
        whole = code in formula.whole_numbers
        kept = tuple(one.whole() if whole else one for one in within if one)
        if not kept:
            return None
        found[code] = kept
    for coded, constants in formula.constants_by.items():
        words = known.words.get(coded, ()) if coded not in known.doubted else ()
        found[coded] = tuple(word for word in constants if word in words) or tuple(constants)
    return found


def results(formula: Formula, inputs: Settings) -> tuple[Interval, ...]:
    """The exact interval of the result for every combination of words and alternatives."""
    codes = tuple(inputs)
    evaluate = compiled(formula.expression)
    found = []
    with localcontext(_ARITHMETIC):
        for chosen in product(*inputs.values()):
            low: dict[str, Decimal] = dict(formula.constants)
            high: dict[str, Decimal] = dict(formula.constants)
            closed_low = closed_high = True
            for code, choice in zip(codes, chosen, strict=True):
                if isinstance(choice, str):
                    constants = formula.constants_by[cast("CodedCode", code)][choice]
                    low.update(constants)
                    high.update(constants)
                    continue
                rises = formula.direction[cast("QuantityCode", code)] == "rising"
                (least_at, above), (most_at, below) = choice.low, choice.high
                closed = (above == 0, below == 1)
                low[code] = least_at if rises else most_at
                high[code] = most_at if rises else least_at
                closed_low &= closed[0] if rises else closed[1]
                closed_high &= closed[1] if rises else closed[0]
            least = evaluate(low)
            most = least if low == high else evaluate(high)
            found.append(
                Interval(
                    ANY.low if least.is_nan() else (least, 0 if closed_low else 1),
                    ANY.high if most.is_nan() else (most, 1 if closed_high else 0),
                )
            )
    return tuple(dict.fromkeys(found))


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A result as its source reports it: half up."""
    if not value.is_finite():
        return value
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def rounded_interval(interval: Interval, decimals: int) -> Interval:
    """Where the rounded result lies when the exact one is in the interval; both ends belong."""
    (low, _), (high, above) = interval
    if not above and high.is_finite():
        # Just below the open end: the next step down when the end itself would be rounded up.
        step = Decimal(1).scaleb(-decimals)
        most = -((-(high / step) - Decimal("0.5")).to_integral_value(ROUND_FLOOR)) * step - step
    else:
        most = rounded(high, decimals)
    return Interval((rounded(low, decimals), 0), (most, 1))


def reported(formula: Formula, inputs: Settings) -> tuple[Decimal, ...]:
    """The numbers a finding states, ascending; none when a quantity is not known exactly."""
    exact = all(
        isinstance(choice, str) or choice.exact for choices in inputs.values() for choice in choices
    )
    if not exact:
        return ()
    numbers = {rounded(one.low[0], formula.decimals) for one in results(formula, inputs)}
    return tuple(sorted(numbers))
