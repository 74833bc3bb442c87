"""An index by name: given of the case at hand, with what is missing; never for another disease."""

import pytest

from b2m_core.contract.codes import RULE_OUTCOMES
from tests.conversation.talk import LIBRARY, Talk, finding


def test_an_index_is_given_of_the_case_and_nothing_else_is() -> None:
    """Evidence 2.3: β2M 6.1 alone leaves stages III and IV."""
    answer = Talk("multiple myeloma, β2M 6.1 mg/L").say("R2-ISS?", "give_index")
    assert [one.rule for one in answer.findings] == ["r2_iss"]
    found = finding(answer, "r2_iss")
    assert (found.status, found.applies_if, found.possible) == ("possible", None, ("III", "IV"))
    assert set(found.missing) == {"del_17p", "ldh", "t_4_14", "gain_1q"}
    assert {question.asks for question in answer.questions} <= set(found.missing)
    assert answer.questions
    assert (answer.kind, answer.next_steps) == ("assessment", ())


def test_without_a_disease_it_holds_only_under_its_condition() -> None:
    """Evidence 2.0.6: no disease mentioned, asked for by name: a conditional statement."""
    answer = Talk("β2M 6.1 mg/L").say("r-iss please", "give_index")
    found = finding(answer, "r_iss")
    assert (found.applies_if, found.possible) == ("multiple_myeloma", ("II", "III"))
    assert answer.questions[0].asks == "condition"


def test_the_index_of_another_disease_is_explained_and_not_computed() -> None:
    """Evidence 2.0.6: another disease is present: not applicable, with ``wrong_disease``."""
    answer = Talk("CLL, β2M 4.1 mg/L").say("what's her ISS?", "give_index")
    found = finding(answer, "iss")
    assert (found.status, found.outcome, found.possible) == ("not_applicable", None, ())
    assert "multiple myeloma" in found.statement
    assert [caution.code for caution in answer.cautions] == ["wrong_disease"]


def test_a_precursor_of_myeloma_has_no_myeloma_index() -> None:
    """Evidence 2.0.6: MGUS or smoldering myeloma with a myeloma index asked for."""
    answer = Talk("MGUS, β2M 4.1 mg/L").say("R-ISS", "give_index")
    assert finding(answer, "r_iss").status == "not_applicable"
    assert "wrong_disease" in [caution.code for caution in answer.cautions]


def test_an_index_of_which_nothing_is_known_asks_for_its_inputs() -> None:
    """Contract: a finding with nothing to go on is left out; what it takes is asked for."""
    answer = Talk("multiple myeloma").say("ISS?", "give_index")
    assert answer.findings == ()
    assert [question.asks for question in answer.questions] == ["b2m_serum", "albumin"]
    assert answer.topics == ("myeloma.iss",)


def test_an_index_without_any_patient_is_explained() -> None:
    answer = Talk().say("CLL-IPI please", "give_index")
    assert (answer.kind, answer.topics, answer.findings) == ("knowledge", ("cll.cll_ipi",), ())


def test_two_indices_are_both_given() -> None:
    """Evidence 2.1, 2.2: β2M 4.2 is ISS II, and ISS II is R-ISS II whatever the rest."""
    answer = Talk("myeloma, β2M 4.2 mg/L").say("ISS and R-ISS?", "give_index")
    assert [(f.rule, f.possible) for f in answer.findings] == [
        ("iss", ("II",)),
        ("r_iss", ("II",)),
    ]


def test_an_index_named_beside_values_is_given_with_all_the_rest() -> None:
    """Evidence 2.3: β2M 4.2 alone leaves stages II to IV."""
    answer = Talk().say("β2M 4.2 mg/L, R2-ISS?", "give_values")
    assert finding(answer, "r2_iss").possible == ("II", "III", "IV")
    assert {"iss", "b2m_level"} <= {one.rule for one in answer.findings}


def test_a_name_is_enough_where_the_intent_is_lost() -> None:
    answer = Talk("multiple myeloma, β2M 6.1 mg/L").say("R2-ISS", "nlu_fallback")
    assert [one.rule for one in answer.findings] == ["r2_iss"]


@pytest.mark.parametrize("text", ["R2-ISS?", "R2-ISS please", "and the R2-ISS?", "r2iss pls"])
def test_a_message_that_is_only_its_name_asks_for_it(text: str) -> None:
    """Issue, an index by name: whatever the intent; ``what is R2-ISS?`` is another question."""
    answer = Talk("multiple myeloma, β2M 6.1 mg/L").say(text, "myeloma.r2_iss")
    assert ([one.rule for one in answer.findings], answer.topics) == (["r2_iss"], ())


def test_a_name_is_explained_where_that_is_likelier() -> None:
    talk = Talk("multiple myeloma, β2M 6.1 mg/L")
    answer = talk.say("eh, the ISS", "nlu_fallback", ranking=("why", "myeloma.iss", "give_index"))
    assert (answer.kind, answer.topics) == ("knowledge", ("myeloma.iss",))


def test_a_question_about_an_index_is_answered_whatever_is_known() -> None:
    answer = Talk("β2M 6.1 mg/L").say("what is the R-ISS?", "myeloma.r_iss")
    assert (answer.kind, answer.topics, answer.findings) == ("knowledge", ("myeloma.r_iss",), ())


def test_which_index_is_asked_while_nothing_is_known() -> None:
    answer = Talk().say("which stage is it?", "give_index")
    assert (answer.kind, answer.findings) == ("clarification", ())
    assert [question.asks for question in answer.questions] == ["index"]


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("iss", "iss"),
        ("International Staging System", "iss"),
        ("R-ISS", "r_iss"),
        ("r2-iss", "r2_iss"),
        ("R2 ISS", "r2_iss"),
        ("imwg 2025", "imwg_high_risk"),
        ("CLL-IPI", "cll_ipi"),
        ("BALL score", "ball"),
        ("four-factor model", "cll_four_factor"),
        ("IPSSWM", "ipsswm"),
        ("rIPSSWM", "r_ipsswm"),
        ("FLIPI2", "flipi2"),
        ("PRIMA-PI", "prima_pi"),
        ("GELTAMO-IPI", "geltamo_ipi"),
        ("AITL score", "aitl_score"),
    ],
)
def test_every_index_is_known_by_its_name(written: str, rule: str) -> None:
    """Contract, codes: each staging rule; a name is read as the longest that fits."""
    answer = Talk("β2M 4.2 mg/L").say(f"{written} please", "give_index")
    assert [one.rule for one in answer.findings] == [rule]
    assert set(finding(answer, rule).possible) <= set(RULE_OUTCOMES[rule])


def test_each_named_rule_has_a_topic_that_explains_it() -> None:
    explained = {rule for topic in LIBRARY.topics.values() for rule in topic.rules}
    named = {name.rule for name in LIBRARY.other_names.values() if name.rule}
    assert named - explained == {"crcl_cockcroft_gault"}
