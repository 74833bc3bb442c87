"""A trend says from which value to which, by how much and in how many days, and in which phase.

Ratios and outcomes: evidence file, 2.23 and 2.24. Percentages and days are computed by hand.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from b2m_core.contract.models import Answer, Finding
from b2m_core.knowledge.library import Library, load_library
from b2m_core.reading.models import Reading, Spotted
from b2m_core.respond import assess_values
from tests.written import observation

LIBRARY = load_library()
DAYS = ("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10")
RISING = LIBRARY.rules["b2m_trend"].outcomes["rising"]
FALLING = LIBRARY.rules["b2m_trend"].outcomes["falling"]
STABLE = LIBRARY.rules["b2m_trend"].outcomes["stable"]


def assessed(observations: Sequence[Any], library: Library = LIBRARY) -> Answer:
    spotted = tuple(Spotted(observation=one, start=0, end=0) for one in observations)
    return assess_values(
        Reading(spotted=spotted, unplaced=()), date(2026, 11, 22), library, "clinician"
    )


def trend(
    values: Sequence[object], *, phase: str | None = None, days: Sequence[str | None] = DAYS
) -> Finding:
    """The finding of the trend for serial values, each of its day."""
    given = [
        observation("b2m_serum", value, effective=day)
        for value, day in zip(values, days, strict=False)
    ]
    given += [observation("disease_phase", phase)] if phase else []
    answer = assessed(given)
    return next(finding for finding in answer.findings if finding.rule == "b2m_trend")


def said_of(finding: Finding) -> str:
    """What the finding says beyond its outcome's own statement."""
    for outcome in (RISING, FALLING, STABLE):
        base = outcome.statement.clinician
        if finding.statement.startswith(base):
            meant = [said.statement.clinician for said in outcome.in_phase]
            rest = finding.statement.removeprefix(base)
            return next(
                (rest.removesuffix(one) for one in meant if rest.endswith(one)), rest
            ).strip()
    return finding.statement


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            ["2.0", "2.5"],
            "From 2 mg/L on 2026-01-10 to 2.5 mg/L on 2026-02-10: 25.0 % more in 31 days.",
        ),
        (
            ["5.0", "4.0"],
            "From 5 mg/L on 2026-01-10 to 4 mg/L on 2026-02-10: 20.0 % less in 31 days.",
        ),
        (
            ["3.0", "3.0"],
            "From 3 mg/L on 2026-01-10 to 3 mg/L on 2026-02-10: no change in 31 days.",
        ),
        (
            ["2.0", "2.4999"],
            "From 2 mg/L on 2026-01-10 to 2.4999 mg/L on 2026-02-10: 24.995 % more in 31 days.",
        ),
        (
            ["5.0", "4.0001"],
            "From 5 mg/L on 2026-01-10 to 4.0001 mg/L on 2026-02-10: 19.998 % less in 31 days.",
        ),
        (
            ["4.0", "> 20"],
            "From 4 mg/L on 2026-01-10 to above 20 mg/L on 2026-02-10.",
        ),
        (
            ["> 20", "4.0"],
            "From above 20 mg/L on 2026-01-10 to 4 mg/L on 2026-02-10.",
        ),
        (
            ["2.1", "2.4", "3.4"],
            "From 2.4 mg/L on 2026-02-10 to 3.4 mg/L on 2026-03-10: 41.7 % more in 28 days."
            " Since the first value, 2.1 mg/L on 2026-01-10: 61.9 % more in 59 days.",
        ),
        (
            ["6.0", "2.4", "2.5"],
            "From 2.4 mg/L on 2026-02-10 to 2.5 mg/L on 2026-03-10: 4.2 % more in 28 days."
            " Since the first value, 6 mg/L on 2026-01-10: 58.3 % less in 59 days.",
        ),
        (
            ["2.0", "8.0", "2.4", "2.5"],
            "From 2.4 mg/L on 2026-03-10 to 2.5 mg/L on 2026-04-10: 4.2 % more in 31 days."
            " Since the first value, 2 mg/L on 2026-01-10: 25.0 % more in 90 days."
            " The highest value was 8 mg/L on 2026-02-10.",
        ),
        (
            ["< 2.0", "2.4", "2.5"],
            "From 2.4 mg/L on 2026-02-10 to 2.5 mg/L on 2026-03-10: 4.2 % more in 28 days.",
        ),
    ],
)
def test_the_values_are_compared_in_words(values: list[str], said: str) -> None:
    finding = trend(values)
    assert said in finding.statement
    if finding.status == "definite":
        assert said_of(finding) == said


def test_one_day_is_one_day() -> None:
    finding = trend(["2.0", "2.5"], days=["2026-01-10", "2026-01-11"])
    assert said_of(finding).endswith(": 25.0 % more in 1 day.")


def test_without_days_the_change_has_no_time() -> None:
    assert (
        said_of(trend(["2.0", "2.5"], days=[None, None])) == "From 2 mg/L to 2.5 mg/L: 25.0 % more."
    )
    halfway = trend(["2.0", "2.5"], days=["2026-01-10", None])
    assert said_of(halfway) == "From 2 mg/L on 2026-01-10 to 2.5 mg/L: 25.0 % more."


def test_two_values_of_one_day_are_not_compared_in_words() -> None:
    """Which of both it was is not known."""
    finding = trend(["2.0", "2.5", "9.0"], days=["2026-01-10", "2026-02-10", "2026-02-10"])
    assert finding.outcome == "rising"
    assert said_of(finding) == ""


@pytest.mark.parametrize(
    ("values", "phase", "place"),
    [
        (["2.0", "2.5"], "remission", 0),
        (["2.0", "2.5"], "plateau", 1),
        (["2.0", "2.5"], "on_treatment", 2),
        (["2.0", "2.5"], None, 3),
        (["2.0", "2.5"], "relapse", 3),
        (["5.0", "4.0"], "on_treatment", 0),
        (["5.0", "4.0"], "remission", 1),
        (["5.0", "4.0"], None, 1),
        (["2.0", "2.1"], "plateau", 0),
        (["2.0", "2.1"], "remission", None),
        (["2.0", "2.1"], None, None),
    ],
)
def test_what_it_means_depends_on_the_phase(
    values: list[str], phase: str | None, place: int | None
) -> None:
    finding = trend(values, phase=phase)
    outcome = LIBRARY.rules["b2m_trend"].outcomes[str(finding.outcome)]
    ends = [finding.statement.endswith(one.statement.clinician) for one in outcome.in_phase]
    expected = outcome.in_phase[place] if place is not None else None
    assert any(ends) == (expected is not None)
    if expected:
        assert finding.statement.endswith(expected.statement.clinician)
    assert finding.citations == tuple(
        dict.fromkeys(("selvin2013", *(expected.citations if expected else ())))
    )


def test_two_phases_at_once_mean_neither() -> None:
    given = [
        observation("b2m_serum", value, effective=day)
        for value, day in zip(["2.0", "2.5"], DAYS, strict=False)
    ]
    phases = [observation("disease_phase", word) for word in ("remission", "on_treatment")]
    answer = assessed([*given, *phases])
    finding = next(finding for finding in answer.findings if finding.rule == "b2m_trend")
    assert finding.statement.endswith(RISING.in_phase[-1].statement.clinician)


def test_what_stays_open_means_nothing_yet() -> None:
    finding = trend(["4.0", "> 4.5"], phase="remission")
    assert finding.possible == ("rising", "stable")
    assert finding.statement == (
        "The series of β2M shows a rise or no clear change; a limit such as above or below leaves"
        " it open. From 4 mg/L on 2026-01-10 to above 4.5 mg/L on 2026-02-10."
    )


RISEN = LIBRARY.rules["b2m_trend"].trend.beside.risen.clinician  # type: ignore[union-attr]


def beside(
    values: Sequence[object],
    creatinine: Sequence[object],
    days: Sequence[str] = DAYS,
    library: Library = LIBRARY,
) -> Finding:
    """The finding of the trend where creatinine is known of these days too."""
    answer = assessed(
        [
            *(
                observation("b2m_serum", value, effective=day)
                for value, day in zip(values, DAYS, strict=False)
            ),
            *(
                observation("creatinine", value, effective=day)
                for value, day in zip(creatinine, days, strict=False)
            ),
        ],
        library,
    )
    return next(finding for finding in answer.findings if finding.rule == "b2m_trend")


def test_a_rise_of_creatinine_over_the_same_time_weakens_a_rise() -> None:
    """Evidence 2.23: otherwise say it in the statement. 2.4 to 3.4 and 0.9 to 1.35 is 50 % more."""
    finding = beside(["2.4", "3.4"], ["0.9", "1.35"])
    assert (
        "Over the same time, creatinine: from 0.9 mg/dL on 2026-01-10 to 1.35 mg/dL on 2026-02-10, "
        f"50.0 % more in 31 days. {RISEN} "
    ) in finding.statement
    assert {"bianchi2001", "article_a"} <= set(finding.citations)


@pytest.mark.parametrize(
    ("values", "creatinine", "said"),
    [
        (["2.4", "3.4"], ["1.35", "0.9"], "33.3 % less in 31 days."),
        (["2.4", "3.4"], ["0.9", "0.9"], "no change in 31 days."),
        (["3.4", "2.4"], ["0.9", "1.35"], "50.0 % more in 31 days."),
        (["2.4", "2.5"], ["0.9", "1.35"], "50.0 % more in 31 days."),
    ],
)
def test_any_other_change_of_creatinine_is_only_told(
    values: Sequence[object], creatinine: Sequence[object], said: str
) -> None:
    finding = beside(values, creatinine)
    assert "Over the same time, creatinine: " in finding.statement
    assert said in finding.statement
    assert RISEN not in finding.statement


@pytest.mark.parametrize(
    ("creatinine", "days"),
    [
        (["0.9"], DAYS),
        (["0.9", "1.35"], ("2026-01-10", "2026-02-11")),
        (["0.9", "1.35"], ("2026-01-09", "2026-02-10")),
    ],
)
def test_creatinine_of_other_days_is_not_of_the_same_time(
    creatinine: Sequence[object], days: Sequence[str]
) -> None:
    assert "creatinine" not in beside(["2.4", "3.4"], creatinine, days).statement


def test_creatinine_may_be_known_of_the_first_day_only() -> None:
    """The last value is compared with the first too (evidence 2.23)."""
    finding = beside(["2.1", "2.4", "3.4"], ["0.9", "1.35"], ("2026-01-10", "2026-03-10"))
    assert "from 0.9 mg/dL on 2026-01-10 to 1.35 mg/dL on 2026-03-10" in finding.statement
    assert RISEN in finding.statement


def test_a_creatinine_that_is_only_known_to_be_above_a_value_tells_no_change() -> None:
    """Above 1.35 mg/dL may be any more than 0.9: nothing is said of it."""
    assert "creatinine" not in beside(["2.4", "3.4"], ["0.9", "> 1.35"]).statement


def test_a_trend_that_names_nothing_beside_it_tells_of_its_own_values_alone() -> None:
    rule = LIBRARY.rules["b2m_trend"]
    assert rule.trend is not None
    alone = rule.model_copy(update={"trend": rule.trend.model_copy(update={"beside": None})})
    library = replace(LIBRARY, rules={**LIBRARY.rules, "b2m_trend": alone})
    finding = beside(["2.4", "3.4"], ["0.9", "1.35"], library=library)
    assert finding.statement == trend(["2.4", "3.4"]).statement
