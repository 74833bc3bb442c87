"""What of an assessment is about the rules that were asked for."""

from b2m_core.contract.codes import RuleCode
from b2m_core.reasoning.assess import assess
from b2m_core.reasoning.focus import focused
from b2m_core.reasoning.models import Assessment
from tests.reasoning.test_possible import LIBRARY
from tests.written import case


def _about(rule: RuleCode, **stated: str) -> Assessment:
    return focused(assess(case(stated), LIBRARY, asked_for=(rule,)), (rule,), LIBRARY)


def test_only_the_rule_that_was_asked_for_is_concluded() -> None:
    """Evidence 2.3: β2M 6.1 alone leaves stages III and IV."""
    found = _about("r2_iss", multiple_myeloma="present", b2m_serum="6.1", creatinine="2.4")
    assert [(one.rule, one.possible) for one in found.conclusions] == [("r2_iss", ("III", "IV"))]
    assert found.next_steps == ()


def test_cautions_of_other_rules_are_left_out_and_those_of_the_case_kept() -> None:
    """Evidence 3: creatinine above 2 mg/dL; the historic cohort of the ISS is not asked for."""
    found = _about("r2_iss", multiple_myeloma="present", b2m_serum="6.1", creatinine="2.4")
    assert [fired.code for fired in found.cautions] == ["renal_confounding"]
    own = _about("iss", multiple_myeloma="present", b2m_serum="6.1")
    assert {fired.code: fired.rules for fired in own.cautions} == {
        "historic_cohort": ("iss",),
        "simplified_in_source": ("iss",),
    }


def test_what_it_misses_is_asked_most_useful_first() -> None:
    """Evidence 2.1: with β2M 3.2 albumin decides between I and II."""
    assert _about("iss", multiple_myeloma="present", b2m_serum="3.2").questions == ("albumin",)


def test_the_disease_is_asked_for_first_where_it_holds_only_under_it() -> None:
    assert _about("iss", b2m_serum="3.2").questions == ("condition", "albumin")


def test_the_inputs_are_asked_for_where_none_is_known() -> None:
    found = _about("iss", multiple_myeloma="present")
    assert (found.conclusions, found.questions) == ((), ("b2m_serum", "albumin"))
