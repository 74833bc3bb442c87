"""How decimals are converted and rounded: exactly, and half up at the very end.

Binary floats turn 3.5 µg/mL into 3.500000000000001 mg/L, across a threshold; decimals do not.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, localcontext

_DIGITS = 50


def converted(
    number: Decimal,
    *,
    times: Decimal | None = None,
    divided_by: Decimal | None = None,
    decimals: int | None = None,
) -> Decimal:
    """``number`` in another unit, rounded half up to ``decimals`` (null keeps it exact).

    A factor of one is another name of the same unit: the number stays as it was written, so that
    5.496 µg/mL is 5.496 mg/L and not 5.50 (evidence file, 2.0.1). Exactly one of ``times`` and
    ``divided_by`` is given, otherwise ``ValueError``.
    """
    if (times is None) == (divided_by is None):
        raise ValueError("expected exactly one of times and divided_by")
    if (times if times is not None else divided_by) == 1:
        return number
    with localcontext() as context:
        context.prec = _DIGITS
        exact = number * times if times is not None else number / (divided_by or Decimal(1))
        return exact if decimals is None else rounded(exact, decimals)


def rounded(number: Decimal, decimals: int) -> Decimal:
    """``number`` rounded half up to ``decimals`` places: 2.405 becomes 2.41."""
    with localcontext() as context:
        context.prec = _DIGITS
        return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def percent_change(earlier: Decimal, later: Decimal) -> Decimal:
    """The change from one value to another in percent of the earlier one: 2.0 to 2.5 is +25.

    Raises ``ValueError`` where the earlier value is not above zero.
    """
    if earlier <= 0:
        raise ValueError("a change in percent needs an earlier value above zero")
    with localcontext() as context:
        context.prec = _DIGITS
        return (later - earlier) * 100 / earlier


def rounded_beside(number: Decimal, decimals: int, limits: Iterable[Decimal]) -> Decimal:
    """``number`` rounded to ``decimals``, or to as many more as keep it on its side of ``limits``.

    24.96 beside the limit 25 stays 24.96: "25.0" would read as if it had reached the limit.
    """
    limits = tuple(limits)
    while True:
        short = rounded(number, decimals)
        if all(
            (short > limit) - (short < limit) == (number > limit) - (number < limit)
            for limit in limits
        ):
            return short
        decimals += 1
