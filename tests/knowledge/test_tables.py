"""A table is proved before use: made-up rules, each with the mistake that its test names."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from b2m_core.contract.codes import RuleCode
from b2m_core.knowledge.library import KnowledgeError
from b2m_core.knowledge.schema.conditions import Comparisons
from b2m_core.knowledge.schema.inference import Implies
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.knowledge.tables import holds, prove

REVIEW = {"status": "under_review"}
GROUPS = {"kidney": ("dialysis", "esrd")}


def rule(code: str = "r_iss", **written: object) -> Rule:
    """A made-up rule with just what a table needs."""
    outcomes = {
        name: {"label": name, "statement": name, "citations": ["nobody"], **row}
        for name, row in written.pop("outcomes", {}).items()  # type: ignore[attr-defined]
    }
    criteria = {
        name: {"test": test, "reference": "nobody", "place": "nowhere", "as_printed": "x"}
        for name, test in written.pop("criteria", {}).items()  # type: ignore[attr-defined]
    }
    return Rule.model_validate(
        {
            "code": code,
            "title": "made up",
            "made_for": {"says": "nobody"},
            "inputs": [],
            "outcomes": outcomes,
            "criteria": criteria,
            "citations": ["nobody"],
            "review": REVIEW,
            **written,
        }
    )


def b2m(**limits: float) -> dict[str, object]:
    """A comparison of serum β2M."""
    return {"code": "b2m_serum", "unit": "mg/L", **limits}


def albumin(**limits: float) -> dict[str, object]:
    """A comparison of albumin."""
    return {"code": "albumin", "unit": "g/dL", **limits}


def says(code: str, *words: str) -> dict[str, object]:
    """A comparison of a word."""
    return {"code": code, "says": list(words)}


def complaint(
    of: Rule, inner: Mapping[RuleCode, Rule] | None = None, implies: tuple[Implies, ...] = ()
) -> str | None:
    """What the proof says against a rule; nothing when the table is right."""
    try:
        prove(of, inner or {}, GROUPS, implies)
    except KnowledgeError as error:
        return error.problem
    return None


STAGES = {
    "I": {"when": {"all": [b2m(lt=3.5), albumin(ge=3.5)]}},
    "II": {"otherwise": True},
    "III": {"when": b2m(ge=5.5)},
}


def test_a_table_whose_rows_fit_is_right() -> None:
    """Three stages, one of them for whatever is left."""
    assert complaint(rule(outcomes=STAGES)) is None


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (
            {"I": {"when": b2m(le=3.5)}, "II": {"when": b2m(ge=3.5)}},
            "outcomes I and II both hold for: b2m_serum 3.5 mg/L",
        ),
        (
            {"I": {"when": b2m(lt=3.5)}, "II": {"when": b2m(gt=3.5)}},
            "no outcome holds for: b2m_serum 3.5 mg/L",
        ),
        (
            {"I": {"when": b2m(lt=3.5)}, "II": {"when": b2m(gt=3.5, lt=5.5)}, "III": STAGES["III"]},
            "no outcome holds for: b2m_serum 3.5 mg/L",
        ),
        (
            {
                "I": {"when": {"all": [b2m(lt=3.5), albumin(ge=3.5)]}},
                "II": {"when": {"any": [b2m(ge=3.5), albumin(lt=3.4)]}},
            },
            "no outcome holds for: b2m_serum 1.75 mg/L, albumin 3.4 g/dL",
        ),
        (
            {"I": {"when": says("ighv", "mutated")}, "II": {"when": says("rai_stage", "0")}},
            "outcomes I and II both hold for: ighv mutated, rai_stage 0",
        ),
        (
            {"I": {"when": says("dialysis", "present")}, "II": {"when": says("dialysis", "x")}},
            "no outcome holds for: dialysis absent",
        ),
        (
            {
                "I": {"when": {"group": "kidney", "says": ["present"]}},
                "II": {"when": {"none": [says("esrd", "present")]}},
            },
            "outcomes I and II both hold for: dialysis present, esrd absent",
        ),
    ],
)
def test_a_complaint_names_a_case(outcomes: dict[str, object], expected: str) -> None:
    """The witness shows the author where two rows meet, or where none holds."""
    assert complaint(rule(outcomes=outcomes)) == expected


def test_a_row_that_no_case_reaches_is_named() -> None:
    """Below 3.5 and above 5.5 at once is nobody."""
    dead = {"I": {"when": {"all": [b2m(lt=3.5), b2m(gt=5.5)]}}, "II": {"otherwise": True}}
    with pytest.raises(KnowledgeError) as error:
        prove(rule(outcomes=dead), {}, GROUPS)
    assert str(error.value) == "rules/r_iss.yml: outcomes.I: no case reaches it"


@pytest.mark.parametrize(
    ("key", "below", "at", "above"),
    [
        ("gt", False, False, True),
        ("ge", False, True, True),
        ("lt", True, False, False),
        ("le", True, True, False),
    ],
)
def test_a_limit_counts_as_its_name_says(key: str, below: bool, at: bool, above: bool) -> None:
    """Inclusive or exclusive stands in the name."""
    compared = Comparisons.model_validate({key: Decimal("3.5")})
    tried = (Decimal(number) for number in ("3.49", "3.5", "3.51"))
    assert [holds(number, compared) for number in tried] == [below, at, above]


def points(*bands: dict[str, float]) -> Rule:
    """A score: 1 for β2M from 3.5, 1.5 more from 5.5, 0.5 for low albumin."""
    return rule(
        criteria={"raised": b2m(ge=3.5), "high": b2m(ge=5.5), "low_albumin": albumin(lt=3.5)},
        points=[
            {"criterion": "raised", "points": 1},
            {"criterion": "high", "points": 1.5},
            {"criterion": "low_albumin", "points": 0.5},
        ],
        outcomes={f"band_{n}": {"points": band} for n, band in enumerate(bands, start=1)},
    )


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        # the totals are 0, 0.5, 1, 1.5, 2.5 and 3
        (({"lt": 1}, {"ge": 1, "le": 2.5}, {"gt": 2.5}), None),
        (
            ({"lt": 1}, {"gt": 1}),
            "no outcome holds (1 points) for: b2m_serum 3.5 mg/L, albumin 3.5 g/dL",
        ),
        (
            ({"le": 1.5}, {"ge": 1.5}),
            "outcomes band_1 and band_2 both hold for: b2m_serum 3.5 mg/L, albumin 1.75 g/dL",
        ),
        (({"lt": 2}, {"ge": 2, "lt": 2.5}, {"ge": 2.5}), "no case reaches it"),
    ],
)
def test_each_total_that_can_be_reached_has_one_band(
    bands: tuple[dict[str, float], ...], expected: str | None
) -> None:
    """And each band has such a total."""
    assert complaint(points(*bands)) == expected


def test_a_rule_inside_a_rule_shares_its_values() -> None:
    """β2M above 6 cannot be in the inner rule's stage I, so this row is dead."""
    inner = rule("iss", outcomes=STAGES)
    stage_i = {"rule": "iss", "says": ["I"]}
    dead = {"I": {"when": {"all": [stage_i, b2m(gt=6)]}}, "II": {"otherwise": True}}
    alive = {"I": {"when": {"all": [stage_i, b2m(lt=3)]}}, "II": {"otherwise": True}}
    assert complaint(rule(outcomes=dead), {"iss": inner}) == "no case reaches it"
    assert complaint(rule(outcomes=alive), {"iss": inner}) is None


def test_what_implies_excludes_is_no_case() -> None:
    """A loss on both chromosomes is a loss, so the gap between the two rows is nobody's."""
    outcomes = {
        "I": {"when": {"none": [says("biallelic_del_1p32", "present")]}},
        "II": {
            "when": {
                "all": [says("biallelic_del_1p32", "present"), says("del_1p32", "present")],
            }
        },
    }
    relation = Implies(
        code="biallelic_del_1p32", says="present", then="del_1p32", then_says="present"
    )
    assert complaint(rule(outcomes=outcomes)) == (
        "no outcome holds for: biallelic_del_1p32 present, del_1p32 absent"
    )
    assert complaint(rule(outcomes=outcomes), implies=(relation,)) is None


def test_what_is_known_is_part_of_a_case() -> None:
    """A row may ask whether a value is known; both answers are tried."""
    outcomes = {
        "I": {"when": {"all": [{"known": ["igm"]}, b2m(lt=3)]}},
        "II": {"when": {"all": [{"known": ["igm"]}, b2m(ge=3)]}},
    }
    assert complaint(rule(outcomes=outcomes)) == (
        "no outcome holds for: b2m_serum 1.5 mg/L, igm known: no"
    )


def test_a_table_too_large_to_try_is_refused() -> None:
    """Nothing is believed that was not tried."""
    codes = ("age", "weight", "height", "ldh", "crp", "bun", "calcium", "platelets", "igm")
    units = ("a", "kg", "cm", "U/L", "mg/L", "mg/dL", "mg/dL", "10*9/L", "g/dL")
    tests = [
        {"code": code, "unit": unit, "ge": limit}
        for code, unit in zip(codes, units, strict=True)
        for limit in (1, 2, 3)
    ]
    many = {"I": {"when": {"all": tests}}, "II": {"otherwise": True}}
    assert complaint(rule(outcomes=many)) == (
        "262144 combinations are too many to try; use fewer criteria"
    )
