"""A case keeps what was stated, by turn."""

from datetime import date

from b2m_core.case.case import Case
from tests.written import case, observation

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


def test_a_case_survives_the_way_through_json() -> None:
    """Numbers, comparators, dates and turns come back as they were."""
    before = (
        Case()
        .with_observations([observation("b2m_serum", "~ 3.49", effective=MARCH)], MARCH)
        .with_observations([observation("del_17p", "suspected")])
    )
    assert Case.model_validate_json(before.model_dump_json()) == before
    assert Case.model_validate(before.model_dump(mode="json")) == before


def test_a_later_undated_value_replaces_an_undated_one() -> None:
    """Evidence 2.0.8: for every code the latest value counts, present and absent included."""
    after = case({"b2m_serum": 6.1, "ckd": "present"}, {"b2m_serum": 5.8, "ckd": "absent"})
    assert [str(one.value) for one in after.observations] == ["5.8", "absent"]


def test_values_of_one_message_stay_side_by_side() -> None:
    """Evidence 2.0.8: undated β2M values of one message are a series, other codes alternatives."""
    after = case({"b2m_serum": [2.1, 2.4], "creatinine": [1.0, 2.0]})
    assert [str(one.value) for one in after.observations] == ["2.1", "2.4", "1.0", "2.0"]


def test_a_dated_value_extends_the_series_and_replaces_its_own_date() -> None:
    """Another date is another point; the same date is a correction."""
    first = Case().with_observations([observation("b2m_serum", 2.1, effective=MARCH)])
    second = first.with_observations([observation("b2m_serum", 2.9, effective=JUNE)])
    third = second.with_observations([observation("b2m_serum", 2.2, effective=MARCH)])
    assert [(str(one.value), one.effective) for one in third.observations] == [
        ("2.2", MARCH),
        ("2.9", JUNE),
    ]


def test_the_order_in_which_a_case_was_told_does_not_show() -> None:
    """The contract's order of codes, then the days."""
    stated = [
        observation("multiple_myeloma", "present"),
        observation("albumin", 3.1),
        observation("b2m_serum", 2.9, effective=JUNE),
        observation("b2m_serum", 2.1, effective=MARCH),
    ]
    one, other = (Case().with_observations(order) for order in (stated, stated[::-1]))
    assert one == other
    assert [str(told.value) for told in one.observations] == ["2.1", "2.9", "3.1", "present"]


def test_what_is_taken_out_leaves_the_rest() -> None:
    before = case({"b2m_serum": 6.1, "albumin": 3.1})
    assert before.without([observation("albumin", 3.1)]) == case({"b2m_serum": 6.1})


def test_other_codes_are_left_alone() -> None:
    """A turn about one thing forgets nothing else, and an earlier case does not change."""
    before = case({"b2m_serum": 6.1})
    after = before.with_observations([observation("albumin", 3.1)])
    assert [one.code for one in after.observations] == ["b2m_serum", "albumin"]
    assert [one.code for one in before.observations] == ["b2m_serum"]
    assert [entry.turn for entry in after.entries] == [1, 2]
