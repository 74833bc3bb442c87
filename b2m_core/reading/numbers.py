"""Which number does a written number say? Decimal comma and point, and thousands."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal

Separator = Literal[".", ","]

_PLAIN: Final = re.compile(r"[0-9]+")
_ONE_SEPARATOR: Final = re.compile(r"([0-9]*)([.,])([0-9]+)")
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:([.,'])[0-9]{3})(?:\1[0-9]{3})*")
_INDIAN: Final = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
_BOTH: Final = re.compile(r"([0-9]{1,3}(?:([.,'])[0-9]{3})+)([.,])([0-9]+)")
_MOST_DIGITS: Final = 12
_GROUP: Final = 3


def readings(written: str, decimal_sign: Separator | None) -> tuple[Decimal, ...]:
    """Every number that ``written`` may say, none when it is no number.

    ``6,100`` is 6100 or 6.1 unless ``decimal_sign``, the sign that the rest of the text uses,
    decides. Numbers of more than twelve digits are no measurements.
    """
    if sum(sign.isdigit() for sign in written) > _MOST_DIGITS:
        return ()
    if _PLAIN.fullmatch(written):
        return (Decimal(written),)
    if _INDIAN.fullmatch(written):
        return (Decimal(written.replace(",", "")),)
    if both := _BOTH.fullmatch(written):
        whole, grouping, sign, fraction = both.groups()
        if grouping != sign:
            return (Decimal(whole.replace(grouping, "") + "." + fraction),)
    said: list[Decimal] = []
    one = _ONE_SEPARATOR.fullmatch(written)
    thousands = _THOUSANDS.fullmatch(written)
    if thousands and not written.startswith("0"):
        grouping = thousands.group(1)
        if not (one and grouping == decimal_sign):
            said.append(Decimal(written.replace(grouping, "")))
    if one and not (said and decimal_sign and one.group(2) != decimal_sign):
        said.append(Decimal(f"{one.group(1) or 0}.{one.group(3)}"))
    return tuple(said)


def decimal_sign(written: Iterable[str]) -> Separator | None:
    """The sign that the numbers of a text use for decimals; null where they do not tell."""
    signs: set[str] = set()
    for number in written:
        one = _ONE_SEPARATOR.fullmatch(number)
        if one and (len(one.group(3)) != _GROUP or one.group(1) in ("", "0")):
            signs.add(one.group(2))
        elif both := _BOTH.fullmatch(number):
            signs.add(both.group(3))
    return "." if signs == {"."} else "," if signs == {","} else None
