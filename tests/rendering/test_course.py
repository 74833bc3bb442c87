"""A chart shows the values that have a day, the laboratory's limit and the disease's cut-offs.

Cut-offs: evidence file, 2.1 (ISS), 2.6 (4 mg/L), 2.4 (IMS/IMWG). Changes are computed by hand.
"""

from decimal import Decimal
from typing import get_args

import pytest

from b2m_core.contract.codes import Audience
from b2m_core.knowledge.library import load_library
from b2m_core.rendering.course import NoChart, course, outstanding
from tests.rendering.answers import answer, dated, finding

CHARTING = load_library().charting("clinician")
TWO = dated("b2m_serum", ("2.0", "2026-01-10"), ("2.5", "2026-03-11"))


def test_values_stand_in_the_order_of_their_days_with_the_change_in_words() -> None:
    values = dated("b2m_serum", ("2.5", "2026-03-11"), ("4.1", "2026-02-01"), ("2.0", "2026-01-10"))
    shown = course(answer(values), CHARTING)
    assert [value.value for value in shown.values] == [Decimal("2"), Decimal("4.1"), Decimal("2.5")]
    assert shown.alt == (
        "β2M over time. β2M: 2 mg/L (2026-01-10), 4.1 mg/L (2026-02-01), 2.5 mg/L (2026-03-11)."
        " From 2 mg/L to 2.5 mg/L: 25.0 % more in 60 days."
    )


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("5.0", "4.0", "From 5 mg/L to 4 mg/L: 20.0 % less in 60 days."),
        ("2.0", "2.49", "From 2 mg/L to 2.49 mg/L: 24.5 % more in 60 days."),
        ("2.0", "2.0", "From 2 mg/L to 2 mg/L: no change in 60 days."),
    ],
)
def test_the_change_is_in_percent_of_the_first(first: str, last: str, said: str) -> None:
    values = dated("b2m_serum", (first, "2026-01-10"), (last, "2026-03-11"))
    assert course(answer(values), CHARTING).alt.endswith(said)


@pytest.mark.parametrize("limit", ["> 2.5", "< 2.5", ">= 2.5", "<= 2.5", "~ 2.5"])
@pytest.mark.parametrize("first", [True, False])
def test_a_limit_at_an_end_leaves_the_change_unsaid(limit: str, first: bool) -> None:
    ends = (limit, "2.0") if first else ("2.0", limit)
    values = dated("b2m_serum", (ends[0], "2026-01-10"), (ends[1], "2026-03-11"))
    alt = course(answer(values), CHARTING).alt
    assert "%" not in alt
    word = {">": "above", "<": "below", ">=": "at least", "<=": "at most", "~": "about"}
    assert f"{word[limit.split(maxsplit=1)[0]]} 2.5 mg/L" in alt


def test_two_values_of_the_last_day_leave_the_change_unsaid() -> None:
    values = [*TWO, *dated("b2m_serum", ("3.5", "2026-03-11"))]
    shown = course(answer(values), CHARTING)
    assert len(shown.values) == 3
    assert "%" not in shown.alt


def test_what_was_stated_twice_of_one_day_counts_once() -> None:
    assert len(course(answer([*TWO, *TWO]), CHARTING).values) == 2


@pytest.mark.parametrize(
    "values",
    [
        [],
        [("2.0", None), ("2.5", None), ("3.0", None)],
        [("2.0", "2026-01-10")],
        [("2.0", "2026-01-10"), ("2.5", None)],
        [("2.0", "2026-01-10"), ("2.5", "2026-01-10")],
    ],
)
def test_below_two_days_there_is_no_chart_and_one_reason(values: list[tuple[str, str]]) -> None:
    with pytest.raises(NoChart) as refused:
        course(answer(dated("b2m_serum", *values)), CHARTING)
    assert str(refused.value) == (
        "A chart needs values of at least two different days. Write the day with each value, for"
        " example “β2M 6.1 mg/L on 2026-01-10”."
    )


def test_what_has_no_day_is_named_and_not_shown() -> None:
    more = [*dated("b2m_serum", ("3.0", None)), *dated("creatinine", ("1.4", None))]
    shown = course(answer([*TWO, *more]), CHARTING)
    assert (len(shown.values), shown.beside) == (2, ())
    assert shown.notes == ("Not shown, because no day is given: β2M 3 mg/L, creatinine 1.4 mg/dL.",)
    assert shown.alt.endswith(shown.notes[0])


def test_creatinine_is_shown_beside_from_one_value_on() -> None:
    shown = course(answer([*TWO, *dated("creatinine", ("1.4", "2026-02-01"))]), CHARTING)
    assert [value.value for value in shown.beside] == [Decimal("1.4")]
    assert shown.alt.endswith("creatinine: 1.4 mg/dL (2026-02-01).")


def test_the_laboratorys_limit_and_the_cut_offs_are_lines() -> None:
    values = [*TWO, *dated("b2m_uln", ("2.4", None))]
    whole = answer(values, finding("iss"), finding("imwg_high_risk"), finding("b2m_4_survival"))
    lines = course(whole, CHARTING).lines
    assert [(line.value, line.is_limit, line.text) for line in lines] == [
        (Decimal("2.4"), True, "laboratory's upper limit for β2M 2.4 mg/L"),
        (Decimal("3.5"), False, "Cut-off 3.5 mg/L: International Staging System (ISS)"),
        (Decimal("4"), False, "Cut-off 4 mg/L: β2M with a single cut at 4 mg/L in myeloma"),
        (
            Decimal("5.5"),
            False,
            "Cut-off 5.5 mg/L: International Staging System (ISS); IMS/IMWG 2025 definition of"
            " high-risk multiple myeloma",
        ),
    ]


@pytest.mark.parametrize(
    "left_out",
    [
        finding("iss", status="not_applicable"),
        finding("iss", applies_if="multiple_myeloma"),
        finding("b2m_level"),
        finding("b2m_trend", status="definite"),
    ],
    ids=lambda one: f"{one['rule']}-{one['status']}-{one['applies_if']}",
)
def test_a_cut_off_is_only_drawn_for_a_disease_that_the_patient_has(
    left_out: dict[str, object],
) -> None:
    assert course(answer(TWO, left_out), CHARTING).lines == ()


def test_of_many_values_those_that_matter_most_are_said() -> None:
    values = dated("b2m_serum", *((str(2 + day % 7), f"2026-01-{day:02}") for day in range(3, 20)))
    shown = course(answer(values), CHARTING)
    assert len(shown.values) == 17
    assert (
        "β2M, 17 values, of these first, last, highest and lowest: 5 mg/L (2026-01-03),"
        in shown.alt
    )


def test_first_last_highest_and_lowest_are_outstanding() -> None:
    values = dated(
        "b2m_serum",
        *zip(
            ("3", "2.5", "6", "1.5", "2"),
            (f"2026-0{month}-01" for month in range(1, 6)),
            strict=True,
        ),
    )
    chosen = outstanding(course(answer(values), CHARTING).values)
    assert [value.value for value in chosen] == [3, 2, 6, Decimal("1.5")]


@pytest.mark.parametrize("audience", get_args(Audience))
def test_every_audience_has_words_for_it(audience: Audience) -> None:
    alt = course(answer(TWO, finding("iss")), load_library().charting(audience)).alt
    assert "2.5 mg/L (2026-03-11)" in alt
    assert "{" not in alt
