"""The library: loaded once, in order, immutable, and complete in what it promises."""

from dataclasses import FrozenInstanceError
from decimal import Decimal
from typing import get_args

import pytest
from pydantic import ValidationError

from b2m_core.contract.codes import Audience, CautionCode, NextStepCode, RuleCode
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.conditions import Comparisons, QuantityIs

library = load_library()


def test_it_is_loaded_once() -> None:
    """Everybody works with the same knowledge."""
    assert load_library() is load_library()


def test_rules_and_cautions_stand_in_the_contract_s_order() -> None:
    """And every caution has its item."""
    in_order = [code for code in get_args(RuleCode) if code in library.rules]
    assert list(library.rules) == in_order
    assert tuple(library.cautions) == get_args(CautionCode)


def test_every_next_step_has_its_item_and_kidney_and_inflammation_come_first() -> None:
    """Evidence file, section 4: T1 names these two first."""
    assert sorted(library.next_steps) == sorted(get_args(NextStepCode))
    assert list(library.next_steps)[:2] == ["renal_function_tests", "review_infection_inflammation"]


def test_thresholds_are_exact_decimals() -> None:
    """Evidence file, section 2.1: stage I needs β2M below 3.5 mg/L."""
    test = library.rules["iss"].criteria["b2m_below_3_5"].test
    assert test == QuantityIs(code="b2m_serum", lt=Decimal("3.5"), unit="mg/L")
    assert repr(test.lt) == "Decimal('3.5')"


def test_the_constants_of_the_equations_are_exact() -> None:
    """Evidence file, sections 2.20 and 2.21."""
    formula = library.rules["egfr_ckd_epi_2021"].formula
    assert formula is not None
    assert formula.constants == {"beta": Decimal("-1.200"), "per_year": Decimal("0.9938")}
    assert formula.constants_by["sex"]["female"] == {
        "kappa_scr": Decimal("0.7"),
        "alpha": Decimal("-0.241"),
        "factor": Decimal("1.012"),
    }
    assert formula.constants_by["sex"]["male"] == {
        "kappa_scr": Decimal("0.9"),
        "alpha": Decimal("-0.302"),
        "factor": 1,
    }
    gault = library.rules["crcl_cockcroft_gault"].formula
    assert gault is not None
    assert gault.expression == "(140 - age) * weight / (72 * creatinine) * factor"
    assert gault.constants_by["sex"] == {
        "female": {"factor": Decimal("0.85")},
        "male": {"factor": 1},
    }


def test_levels_have_the_limits_of_the_evidence() -> None:
    """Evidence file, sections 2.0.4 and 2.0.5."""
    limits = {code: (level.value, level.limit, level.limit_range, level.normal_means)
              for code, level in library.levels.items()}  # fmt: skip
    assert limits == {
        "b2m_level": (
            "b2m_serum", "b2m_uln", Comparisons(ge=Decimal("2.0"), le=Decimal("3.0")),
            Comparisons(le=Decimal("3.0")),
        ),
        "ldh_level": ("ldh", "ldh_uln", None, None),
        "crp_level": ("crp", None, Comparisons(ge=Decimal(3), le=Decimal(10)), None),
    }  # fmt: skip


def test_nothing_can_be_changed() -> None:
    """Neither the library, nor its mappings, nor what they hold."""
    iss = library.rules["iss"]
    with pytest.raises(FrozenInstanceError):
        library.version = "another"  # type: ignore[misc]
    with pytest.raises(TypeError):
        library.rules["iss"] = iss  # type: ignore[index]
    with pytest.raises(TypeError):
        library.groups["infection"] = ()  # type: ignore[index]
    with pytest.raises(TypeError):
        iss.criteria["b2m_below_3_5"] = iss.criteria["b2m_at_least_5_5"]  # type: ignore[index]
    with pytest.raises(ValidationError):
        iss.criteria["b2m_below_3_5"].test.lt = Decimal(9)  # type: ignore[union-attr,misc]


@pytest.mark.parametrize("audience", get_args(Audience))
def test_labels_are_there_for_every_audience(audience: Audience) -> None:
    """Every rule, outcome, caution and step that the library holds has a name."""
    labels = library.labels(audience)
    assert labels.rules.keys() == library.rules.keys()
    assert labels.cautions.keys() == library.cautions.keys()
    assert labels.next_steps.keys() == library.next_steps.keys()
    assert labels.outcomes["iss"] == {"I": "stage I", "II": "stage II", "III": "stage III"}
    assert labels.units["mL/min/{1.73_m2}"] == "mL/min/1.73 m²"


def test_labels_speak_to_their_audience() -> None:
    """G3 means nothing to a patient."""
    said = {a: library.labels(a).outcomes["renal_function"]["moderately_reduced"]
            for a in ("clinician", "plain")}  # fmt: skip
    assert said == {"clinician": "moderately reduced (G3)", "plain": "clearly weaker than normal"}


def test_a_caution_without_a_condition_is_raised_by_a_rule_or_by_its_gate() -> None:
    """Evidence file, section 3: figures of old cohorts come with rules, the phase is a gate."""
    unconditional = {code for code, item in library.cautions.items() if item.when is None}
    raised = {raises.caution for rule in library.rules.values() for raises in rule.raises}
    assert unconditional == {"historic_cohort", "not_at_diagnosis"}
    assert "historic_cohort" in raised
    assert library.rules["iss"].made_for.phases == ("new_diagnosis",)


def test_no_figure_of_survival_comes_without_its_era() -> None:
    """A rule that quotes figures in a statement also keeps when the patients were treated."""
    for rule in library.rules.values():
        for name, outcome in rule.outcomes.items():
            if "survival was" in outcome.statement.clinician:
                assert all(figure.era for figure in outcome.figures), f"{rule.code} {name}"
                assert outcome.figures, f"{rule.code} {name}"
