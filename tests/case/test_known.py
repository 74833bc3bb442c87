"""What is known now, from what was stated when."""

from datetime import date
from decimal import Decimal

import pytest

from b2m_core.case.case import Case
from b2m_core.case.intervals import ANY, Interval, point
from b2m_core.case.known import Mark, known
from b2m_core.knowledge.library import load_library
from tests.written import case, observation

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
LIBRARY = load_library()


def _points(*numbers: str) -> tuple[tuple[Interval, ...], ...]:
    return tuple((point(Decimal(number)),) for number in numbers)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("5", (Decimal(5), 0), (Decimal(5), 1)),
        ("< 5", ANY.low, (Decimal(5), 0)),
        ("<= 5", ANY.low, (Decimal(5), 1)),
        ("> 5", (Decimal(5), 1), ANY.high),
        (">= 5", (Decimal(5), 0), ANY.high),
        ("~ 5", (Decimal("4.5"), 0), (Decimal("5.5"), 1)),
    ],
)
def test_a_comparator_makes_an_interval(written: str, low: object, high: object) -> None:
    """Evidence 2.0.2: open or closed as written, about is plus or minus a tenth, closed."""
    assert known(case({"b2m_serum": written}), LIBRARY).values["b2m_serum"] == ((low, high),)


@pytest.mark.parametrize(
    ("written", "low", "high"), [("> 65", 66, None), (">= 65", 65, None), ("~ 66", 60, 72)]
)
def test_years_are_whole(written: str, low: int, high: int | None) -> None:
    """Evidence 2.0.10: age is in completed years."""
    ((found_low, _), (found_high, _)) = known(case({"age": written}), LIBRARY).values["age"][0]
    assert found_low == low
    assert found_high == (ANY.high[0] if high is None else high)


def test_a_series_is_in_the_order_of_the_text() -> None:
    """Evidence 2.23: by date, else by the order in the text; the last one counts."""
    now = known(case({"b2m_serum": [2.1, 2.4, 3.4]}), LIBRARY)
    assert now.series["b2m_serum"] == _points("2.1", "2.4", "3.4")
    assert now.values["b2m_serum"] == _points("3.4")[0]
    assert now.marks == ()


def test_dates_decide_the_order_and_an_undated_value_is_the_latest() -> None:
    """Somebody who dates the earlier values and not one means that one is of now."""
    stated = [
        observation("b2m_serum", 3.4),
        observation("b2m_serum", 2.4, effective=JUNE),
        observation("b2m_serum", 2.1, effective=MARCH),
    ]
    now = known(Case().with_observations(stated), LIBRARY)
    assert now.series["b2m_serum"] == _points("2.1", "2.4", "3.4")


def test_an_undated_value_is_of_the_day_it_was_stated() -> None:
    """A value dated after that day is later, one dated before is earlier."""
    first = Case().with_observations([observation("creatinine", 2.4)], MARCH)
    later = first.with_observations([observation("creatinine", 1.1, effective=JUNE)], JUNE)
    assert known(later, LIBRARY).values["creatinine"] == _points("1.1")[0]
    old = date(2020, 1, 1)
    earlier = first.with_observations([observation("creatinine", 0.9, effective=old)], JUNE)
    assert known(earlier, LIBRARY).values["creatinine"] == _points("2.4")[0]


def test_two_values_of_one_message_are_alternatives() -> None:
    """Evidence 2.0.8: both are used, and the conflict is marked; the same value twice is none."""
    now = known(case({"creatinine": [1.0, 2.4], "albumin": [3.1, 3.1]}), LIBRARY)
    assert now.values["creatinine"] == (point(Decimal("1.0")), point(Decimal("2.4")))
    assert now.marks == (Mark("conflicting", "creatinine"),)


def test_one_sample_resulted_twice_is_one_point() -> None:
    """Evidence 2.0.8: the same stated date is the same time, also for β2M."""
    stated = [observation("b2m_serum", n, effective=MARCH) for n in ("3.2", "3.8")]
    now = known(Case().with_observations(stated), LIBRARY)
    assert now.series["b2m_serum"] == ((point(Decimal("3.2")), point(Decimal("3.8"))),)
    assert set(now.marks) == {Mark("conflicting", "b2m_serum"), Mark("single", "b2m_serum")}


@pytest.mark.parametrize(
    ("value", "used"), [("0.29", False), ("0.3", True), ("150", True), ("150.1", False)]
)
def test_what_nobody_can_have_is_not_used(value: str, used: bool) -> None:
    """Evidence 6: β2M is plausible from 0.3 to 150 mg/L."""
    now = known(case({"b2m_serum": value}), LIBRARY)
    assert ("b2m_serum" in now.values) is used
    assert (Mark("implausible", "b2m_serum") in now.marks) is not used
    assert [str(one.value) for one in now.implausible] == ([] if used else [value])


def test_one_statement_makes_another_true() -> None:
    """Evidence 2.0.9, in both directions."""
    forward = known(case({"biallelic_del_1p32": "present"}), LIBRARY)
    assert forward.words["del_1p32"] == ("present",)
    backward = known(case({"del_1p32": "absent"}), LIBRARY)
    assert backward.words["biallelic_del_1p32"] == ("absent",)
    neither = known(case({"del_1p32": "present"}), LIBRARY)
    assert "biallelic_del_1p32" not in neither.words


def test_a_broken_relation_makes_both_statements_doubtful() -> None:
    """Evidence 3, conflicting_values."""
    now = known(case({"biallelic_del_1p32": "present", "del_1p32": "absent"}), LIBRARY)
    assert now.doubted == {"biallelic_del_1p32", "del_1p32"}


def test_a_later_number_outdates_a_stated_level() -> None:
    """The latest statement counts; in one message both do."""
    later = known(case({"b2m_level": "elevated"}, {"b2m_serum": 1.8}), LIBRARY)
    assert "b2m_level" not in later.words
    together = known(case({"b2m_level": "elevated", "b2m_serum": 1.8}), LIBRARY)
    assert together.doubted == {"b2m_level"}
    agreeing = known(case({"b2m_level": "elevated"}, {"b2m_serum": 2.4}), LIBRARY)
    assert agreeing.words["b2m_level"] == ("elevated",)
    assert agreeing.doubted == set()


def test_what_was_assumed_or_cut_off_is_marked() -> None:
    """Marks name the observation, each once."""
    stated = [
        observation("b2m_serum", "> 20", assumed=("unit", "specimen")),
        observation("creatinine", 2.4, assumed=("unit",)),
    ]
    assert known(Case().with_observations(stated), LIBRARY).marks == (
        Mark("single", "b2m_serum"),
        Mark("unit_assumed", "b2m_serum"),
        Mark("specimen_assumed", "b2m_serum"),
        Mark("censored", "b2m_serum"),
        Mark("unit_assumed", "creatinine"),
    )
