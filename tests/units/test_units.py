"""Conversion is exact and rounds half up (evidence file, 2.0.1 and 6)."""

from decimal import Decimal

import pytest

from b2m_core.units import converted, percent_change, rounded, rounded_beside


@pytest.mark.parametrize(
    ("number", "decimals", "expected"),
    [
        ("2.404", 2, "2.40"),
        ("2.405", 2, "2.41"),
        ("2.415", 2, "2.42"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
    ],
)
def test_halves_are_rounded_up(number: str, decimals: int, expected: str) -> None:
    """Also where bankers' rounding would go down, and with the decimals asked for."""
    assert str(rounded(Decimal(number), decimals)) == expected


def test_177_umol_per_l_is_2_mg_per_dl() -> None:
    """The published twin thresholds agree once rounded."""
    creatinine_mg_dl = converted(Decimal(177), divided_by=Decimal("88.4"), decimals=2)
    assert creatinine_mg_dl == Decimal("2.00")


def test_without_decimals_the_result_is_exact() -> None:
    """154 lb in kg keeps every digit of the factor."""
    assert converted(Decimal(154), times=Decimal("0.45359237")) == Decimal("69.85322498")


def test_another_name_of_the_same_unit_changes_nothing() -> None:
    """A factor of one neither converts nor rounds."""
    assert str(converted(Decimal("5.496"), times=Decimal(1), decimals=2)) == "5.496"


@pytest.mark.parametrize(("times", "divided_by"), [(None, None), (Decimal(2), Decimal(2))])
def test_exactly_one_factor_is_needed(times: Decimal | None, divided_by: Decimal | None) -> None:
    """Neither no factor nor two say how to convert."""
    with pytest.raises(ValueError, match="exactly one"):
        converted(Decimal(1), times=times, divided_by=divided_by)


@pytest.mark.parametrize(
    ("earlier", "later", "percent"), [("2.0", "2.5", 25), ("5.0", "4.0", -20), ("3", "3", 0)]
)
def test_a_change_is_in_percent_of_the_earlier_value(
    earlier: str, later: str, percent: int
) -> None:
    """The ratios 1.25 and 0.80 of the evidence file, 2.23."""
    assert percent_change(Decimal(earlier), Decimal(later)) == percent


@pytest.mark.parametrize("earlier", ["0", "-1"])
def test_a_change_from_nothing_has_no_percent(earlier: str) -> None:
    with pytest.raises(ValueError, match="above zero"):
        percent_change(Decimal(earlier), Decimal(2))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("24.94", "24.9"),
        ("24.96", "24.96"),
        ("24.9996", "24.9996"),
        ("25", "25.0"),
        ("25.04", "25.04"),
        ("25.06", "25.1"),
        ("-19.96", "-19.96"),
        ("-20", "-20.0"),
        ("-20.04", "-20.04"),
        ("41.666666666666666666", "41.7"),
    ],
)
def test_rounding_crosses_no_limit(number: str, expected: str) -> None:
    """Limits of +25 and -20 per cent: evidence file, 2.23."""
    limits = (Decimal(25), Decimal(-20))
    assert str(rounded_beside(Decimal(number), 1, limits)) == expected
