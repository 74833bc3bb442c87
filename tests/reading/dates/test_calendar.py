"""Days from numbers and counted back, each compared with a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2m_core.reading.dates.calendar import (
    Day,
    Order,
    counted_back,
    latest_weekday,
    of_compact,
    of_digits,
    of_month,
    of_numbers,
    order_of,
    whole_span,
)
from tests.reading.conftest import TODAY  # a Sunday


def exactly(year: int, month: int, day: int) -> tuple[Day, ...]:
    return (Day(date(year, month, day), date(year, month, day)),)


@pytest.mark.parametrize(
    ("written", "order", "expected"),
    [
        ("2026-10-05", None, exactly(2026, 10, 5)),
        ("2026/10/05", "month-day", exactly(2026, 10, 5)),
        ("05.10.2026", "month-day", exactly(2026, 10, 5)),
        ("05/10/2026", "day-month", exactly(2026, 10, 5)),
        ("05/10/2026", "month-day", exactly(2026, 5, 10)),
        ("05/10/2026", None, exactly(2026, 10, 5) + exactly(2026, 5, 10)),
        ("25/10/2026", "month-day", exactly(2026, 10, 25)),
        ("10/25/2026", "day-month", exactly(2026, 10, 25)),
        ("05/05/2026", None, exactly(2026, 5, 5)),
        ("31/02/2026", None, ()),
        ("22.11.2026", None, exactly(2026, 11, 22)),
        ("23.11.2026", None, ()),
        ("01.02.27", None, exactly(1927, 2, 1)),
        ("13/2026", None, ()),
        ("2026-11", None, (Day(date(2026, 11, 1), TODAY, assumed=True),)),
        ("10/2026", None, (Day(date(2026, 10, 1), date(2026, 10, 31), assumed=True),)),
    ],
)
def test_a_date_in_digits(written: str, order: Order | None, expected: tuple[Day, ...]) -> None:
    """Only days up to today; both where the order of day and month is not known."""
    assert of_digits(written, TODAY, order) == expected


def test_a_short_year_may_be_of_two_centuries() -> None:
    assert of_digits("01.02.26", TODAY, None) == (
        Day(date(2026, 2, 1), date(2026, 2, 1), century_assumed=True),
    )


def test_what_is_no_date_in_digits_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"6\.1 is no date in digits"):
        of_digits("6.1", TODAY, None)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["05/10/2026", "25/10/2026"], "day-month"),
        (["05/10/2026", "10/25/2026"], "month-day"),
        (["12/10/2026", "12/12/2026"], None),
        (["13/10/2026", "10/13/2026"], None),
        (["25.10.2026", "2026-10-25"], None),
    ],
)
def test_the_order_that_the_dates_of_a_text_prove(dates: list[str], expected: str | None) -> None:
    """One number above 12 decides; dates with points or the year in front say nothing of it."""
    assert order_of(dates) == expected


def test_a_day_without_a_year_is_the_latest_within_a_year() -> None:
    assert of_numbers(22, 11, None, TODAY) == exactly(2026, 11, 22)
    assert of_numbers(23, 11, None, TODAY) == exactly(2025, 11, 23)
    assert of_numbers(29, 2, None, TODAY) == ()


def test_a_month_without_a_year_is_the_latest_that_has_begun() -> None:
    assert of_month(11, None, TODAY) == (Day(date(2026, 11, 1), TODAY, assumed=True),)
    assert of_month(12, None, TODAY) == (Day(date(2025, 12, 1), date(2025, 12, 31), assumed=True),)


def test_the_day_of_a_laboratory_message() -> None:
    assert of_compact("202610050830", TODAY) == exactly(2026, 10, 5)
    assert of_compact("20261123", TODAY) == ()
    assert of_compact("6.1", TODAY) == ()


def test_days_and_weeks_are_counted_exactly_months_and_years_are_assumed() -> None:
    today = Day(TODAY, TODAY)
    assert counted_back(3, "week", today) == exactly(2026, 11, 1)
    assert counted_back(1, "day", today) == exactly(2026, 11, 21)
    assert counted_back(2, "month", today) == (
        Day(date(2026, 9, 22), date(2026, 9, 22), assumed=True),
    )
    last_of_march = Day(date(2024, 3, 31), date(2024, 3, 31))
    assert counted_back(1, "month", last_of_march) == (
        Day(date(2024, 2, 29), date(2024, 2, 29), assumed=True),
    )
    assert counted_back(4000, "year", today) == ()


def test_the_span_before() -> None:
    """TODAY is a Sunday, the last day of its week."""
    assert whole_span("week", 1, TODAY) == (
        Day(date(2026, 11, 9), date(2026, 11, 15), assumed=True),
    )
    assert whole_span("month", 1, TODAY) == (
        Day(date(2026, 10, 1), date(2026, 10, 31), assumed=True),
    )
    assert whole_span("year", 1, TODAY) == (
        Day(date(2025, 1, 1), date(2025, 12, 31), assumed=True),
    )
    assert whole_span("year", 0, TODAY) == (Day(date(2026, 1, 1), TODAY, assumed=True),)


@given(st.integers(1, 7))
def test_the_latest_weekday_lies_one_to_seven_days_back(weekday: int) -> None:
    (found,) = latest_weekday(weekday, TODAY)
    assert found.on.isoweekday() == weekday
    assert timedelta(1) <= TODAY - found.on <= timedelta(7)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_day_is_read_in_every_order_that_is_known(day: date) -> None:
    """Round trip: what was written is what is read."""
    expected = (Day(day, day),)
    assert of_digits(day.isoformat(), TODAY, None) == expected
    assert of_digits(f"{day:%d.%m.%Y}", TODAY, None) == expected
    assert of_digits(f"{day:%d/%m/%Y}", TODAY, "day-month") == expected
    assert of_digits(f"{day:%m/%d/%Y}", TODAY, "month-day") == expected
    assert Day(day, day) in of_digits(f"{day:%d/%m/%Y}", TODAY, None)
