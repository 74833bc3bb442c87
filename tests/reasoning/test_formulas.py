"""Formulas are computed exactly, and never with anything but arithmetic."""

from decimal import Decimal

import pytest

from b2m_core.case.intervals import ANY, Interval, point
from b2m_core.case.known import known
from b2m_core.contract.codes import RuleCode
from b2m_core.knowledge.library import load_library
from b2m_core.reasoning import formulas
from tests.written import case

LIBRARY = load_library()


@pytest.mark.parametrize(
    ("rule", "given", "exact"),
    [
        (
            "crcl_cockcroft_gault",
            {"age": 75, "weight": 60, "creatinine": "2.4", "sex": "female"},
            "19.184027",
        ),
        (
            "crcl_cockcroft_gault",
            {"age": 82, "weight": 55, "creatinine": "1.6", "sex": "female"},
            "23.537326",
        ),
        (
            "crcl_cockcroft_gault",
            {"age": 45, "weight": 90, "creatinine": "0.8", "sex": "male"},
            "148.4375",
        ),
        ("egfr_ckd_epi_2021", {"creatinine": "1.0", "age": 60, "sex": "male"}, "86.16262"),
        ("egfr_ckd_epi_2021", {"creatinine": "1.0", "age": 60, "sex": "female"}, "64.49500"),
        ("egfr_ckd_epi_2021", {"creatinine": "0.9", "age": 55, "sex": "female"}, "75.49880"),
        ("egfr_ckd_epi_2021", {"creatinine": "5.6", "age": 70, "sex": "male"}, "10.24432"),
        ("egfr_ckd_epi_b2m", {"b2m_serum": "6.1"}, "28.49382"),
        ("egfr_ckd_epi_b2m", {"b2m_serum": "12.0"}, "16.00992"),
    ],
)
def test_results_are_not_rounded_on_the_way(
    rule: RuleCode, given: dict[str, object], exact: str
) -> None:
    """The exact columns of evidence 2.20 to 2.22, within one unit of the last digit printed."""
    formula = LIBRARY.rules[rule].formula
    assert formula
    inputs = formulas.settings(formula, known(case(given), LIBRARY))
    assert inputs
    ((low, high),) = formulas.results(formula, inputs)
    assert low[0] == high[0]
    assert abs(low[0] - Decimal(exact)) < Decimal(1).scaleb(Decimal(exact).as_tuple().exponent)


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os')",
        "a.b",
        "a if b else c",
        "a < b",
        "0.5 * a",
        "max(a)",
        "a @ b",
        "f(a, b)",
        "True",
    ],
)
def test_nothing_but_arithmetic_is_evaluated(expression: str) -> None:
    """A number that is no whole number belongs among the constants, where it is exact."""
    with pytest.raises(ValueError, match="cannot stand in the expression"):
        formulas.compiled(expression)


def test_a_minus_sign_and_all_operators_are_understood() -> None:
    """Precedence is that of arithmetic."""
    evaluate = formulas.compiled("-a + 7 * b ** 2 / 2 - min(a, b)")
    assert evaluate({"a": Decimal(1), "b": Decimal(2)}) == Decimal(12)


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval((Decimal("59.5"), 0), (Decimal("60.4"), 1)), (60, 60)),
        (Interval((Decimal("59.4"), 1), (Decimal("60.5"), 0)), (59, 60)),
        (Interval((Decimal("59.5"), 1), (Decimal("60.5"), 1)), (60, 61)),
        (Interval((Decimal("59.5"), 0), ANY.high), (60, "Infinity")),
    ],
)
def test_an_interval_is_rounded_half_up(
    interval: Interval, expected: tuple[int | str, int | str]
) -> None:
    """An open end at a half is not reached, so it is not rounded up."""
    low, high = (Decimal(end) for end in expected)
    assert formulas.rounded_interval(interval, 0) == Interval((low, 0), (high, 1))


def test_an_interval_of_an_input_gives_the_exact_interval_of_the_result() -> None:
    """Clearance falls with creatinine: the open end of one is the open end of the other."""
    formula = LIBRARY.rules["crcl_cockcroft_gault"].formula
    assert formula
    now = known(case({"age": 60, "weight": 72, "creatinine": "> 2.0", "sex": "male"}), LIBRARY)
    inputs = formulas.settings(formula, now)
    assert inputs
    assert formulas.results(formula, inputs) == (Interval((Decimal(0), 1), (Decimal(40), 0)),)
    assert formulas.reported(formula, inputs) == ()
    low = known(case({"age": 60, "weight": 72, "creatinine": "<= 2.0", "sex": "male"}), LIBRARY)
    bounded = formulas.settings(formula, low)
    assert bounded
    ((least, most),) = formulas.results(formula, bounded)
    assert least == point(Decimal(40)).low
    assert not most[0].is_finite()
