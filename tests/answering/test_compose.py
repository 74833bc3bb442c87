"""Answers composed from a small made-up knowledge base, compared as a whole."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from b2m_core.answering.compose import Content, citation, compose
from b2m_core.answering.wording import Speaker
from b2m_core.case.known import known
from b2m_core.contract.codes import Audience
from b2m_core.contract.models import Answer, Caution, Finding, NextStep, Paragraph, Question
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.cautions import CautionItem, NextStepItem
from b2m_core.knowledge.schema.inference import Conflict
from b2m_core.knowledge.schema.phrases import QuestionItem
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.knowledge.schema.topics import Topic
from b2m_core.reasoning.models import Assessment, Conclusion, Fired
from tests.written import case

REVIEW = {"status": "under_review"}
REAL = load_library()


def _three(said: str) -> dict[str, str]:
    """A wording that shows which of the three was taken."""
    return {"clinician": f"{said}.", "care_team": f"{said}, team.", "plain": f"{said}, plainly."}


STAGES = Rule.model_validate(
    {
        "code": "iss",
        "title": "The stages",
        "made_for": {
            "says": "those who have it",
            "disease": "multiple_myeloma",
            "unnamed": "conditional",
        },
        "inputs": ["b2m_serum", "albumin"],
        "outcomes": {
            "I": {"label": "one", "statement": _three("One at {b2m_serum}"), "citations": ["a"]},
            "II": {"label": "two", "statement": _three("Two"), "citations": ["b"]},
        },
        "possible_statement": _three("{title}: {possible}; {missing} decides"),
        "not_applicable": [
            {
                "when": {"code": "age", "lt": 18, "unit": "a"},
                "statement": _three("Not for children"),
                "citations": ["b"],
            }
        ],
        "raises": [
            {"caution": "historic_cohort", "statement": _three("Old"), "citations": ["a"]},
            {"caution": "simplified_in_source", "statement": _three("Simple"), "citations": ["b"]},
        ],
        "citations": ["c"],
        "review": REVIEW,
    }
)
CLEARANCE = Rule.model_validate(
    {
        "code": "crcl_cockcroft_gault",
        "title": "The clearance",
        "made_for": {"says": "adults"},
        "inputs": ["weight"],
        "formula": {
            "expression": "weight",
            "unit": "mL/min",
            "decimals": 0,
            "direction": {"weight": "rising"},
            "statement": _three("It is {outcome}"),
            "citations": ["a"],
        },
        "citations": ["c"],
        "review": REVIEW,
    }
)


def _caution(code: str, statement: str | None, **more: Any) -> CautionItem:
    return CautionItem.model_validate(
        {
            "code": code,
            "label": code,
            "when": None,
            "statement": _three(statement) if statement else None,
            "citations": ["a"] if statement else [],
            "review": REVIEW,
            **more,
        }
    )


LIBRARY = replace(
    REAL,
    version="made-up",
    # The real trend makes a series of β2M, so that its latest value is the one that is used.
    rules=MappingProxyType(
        {rule.code: rule for rule in (STAGES, CLEARANCE, REAL.rules["b2m_trend"])}
    ),
    references=MappingProxyType(
        {name: REAL.references["greipp2005"].model_copy(update={"label": name}) for name in "abcd"}
    ),
    cautions=MappingProxyType(
        {
            item.code: item
            for item in (
                _caution("non_specific", "Alone it says little"),
                _caution("unit_assumed", "Assumed: {assumed}"),
                _caution("implausible_value", "Refused: {implausible}"),
                _caution("conflicting_values", "Contradicts: {conflicting}"),
                _caution("wrong_disease", "{rules}; here it is not"),
                _caution("historic_cohort", None),
                _caution("simplified_in_source", "Simpler there"),
            )
        }
    ),
    next_steps=MappingProxyType(
        {
            "cbc": NextStepItem.model_validate(
                {
                    "code": "cbc",
                    "label": "count",
                    "when": {"known": ["b2m_serum"]},
                    "statement": _three("Count the cells"),
                    "citations": ["d"],
                    "review": REVIEW,
                }
            )
        }
    ),
    questions=MappingProxyType(
        {
            "albumin": QuestionItem.model_validate(
                {"asks": "albumin", "text": _three("How much"), "options": ["albumin 4 g/dL"]}
            ),
            "patient": REAL.questions["patient"],
            "unit": REAL.questions["unit"],
        }
    ),
    topics=MappingProxyType(
        {
            "myeloma.iss": Topic.model_validate(
                {
                    "code": "myeloma.iss",
                    "title": "The stages",
                    "question": "What are they?",
                    "paragraphs": [
                        {"statement": _three("There are two"), "citations": ["b"]},
                        {"statement": _three("That is all"), "citations": ["b", "a"]},
                    ],
                    "review": REVIEW,
                }
            )
        }
    ),
)


def _assessment(given: Mapping[str, object], *conclusions: Conclusion, **more: Any) -> Assessment:
    nothing: dict[str, Any] = {
        "cautions": (), "next_steps": (), "questions": (), "conflicts": (), "cells": 0
    }  # fmt: skip
    return Assessment(
        conclusions=conclusions, known=known(case(given), LIBRARY), **{**nothing, **more}
    )


def _answer(audience: Audience = "clinician", **parts: Any) -> Answer:
    content = Content(kind=parts.pop("kind", "assessment"), **parts)
    return compose(content, LIBRARY, Speaker(LIBRARY, audience))


def _empty(**parts: Any) -> Answer:
    """An answer without content, but for some parts."""
    nothing: dict[str, Any] = dict.fromkeys(
        (
            "topics", "paragraphs", "observations", "unread", "findings", "cautions", "next_steps",
            "questions", "citations", "hypothetical",
        ),
        (),
    )  # fmt: skip
    said = {
        "kind": "assessment",
        "text": "",
        "disclaimer": REAL.phrases.disclaimer.clinician,
        "audience": "clinician",
        "knowledge_version": "made-up",
    }
    return Answer(**{**nothing, **said, **parts})


def _sources(names: str) -> dict[str, Any]:
    return {"citations": tuple(citation(name, LIBRARY) for name in names)}


def _stages(statement: str, citations: str, **more: Any) -> Finding:
    nothing: dict[str, Any] = {
        "status": "definite", "applies_if": None, "outcome": None, "possible": (), "because": (),
        "missing": (),
    }  # fmt: skip
    said: dict[str, Any] = {"statement": statement, "citations": tuple(citations)}
    return Finding(rule="iss", **{**nothing, **said, **more})


def test_an_answer_without_content_says_only_who_speaks() -> None:
    assert _answer(kind="smalltalk") == _empty(kind="smalltalk")


def test_a_topic_gives_its_paragraphs_and_each_source_once() -> None:
    def paragraph(statement: str, citations: tuple[str, ...]) -> Paragraph:
        return Paragraph(topic="myeloma.iss", statement=statement, citations=citations)

    assert _answer("plain", kind="knowledge", topics=("myeloma.iss",)) == _empty(
        kind="knowledge",
        audience="plain",
        disclaimer=REAL.phrases.disclaimer.plain,
        topics=("myeloma.iss",),
        paragraphs=(
            paragraph("There are two, plainly.", ("b",)),
            paragraph("That is all, plainly.", ("b", "a")),
        ),
        **_sources("ba"),
    )


def test_a_definite_conclusion_says_its_outcome() -> None:
    said = _assessment({"b2m_serum": 6.1}, Conclusion("iss", "definite", possible=("I",)))
    assert _answer(assessment=said) == _empty(
        findings=(_stages("One at 6.1 mg/L.", "ac", outcome="I", possible=("I",)),),
        **_sources("ac"),
    )


def test_what_holds_only_with_a_disease_says_so() -> None:
    """The disease and the statement fill the phrase for conditional findings."""
    conclusion = Conclusion("iss", "definite", applies_if="multiple_myeloma", possible=("II",))
    (finding,) = _answer(assessment=_assessment({"b2m_serum": 6.1}, conclusion)).findings
    assert finding == _stages(
        "If this is multiple myeloma: Two.",
        "bc",
        applies_if="multiple_myeloma",
        outcome="II",
        possible=("II",),
    )


def test_several_possible_outcomes_are_named_with_what_decides_and_all_their_sources() -> None:
    conclusion = Conclusion("iss", "possible", possible=("I", "II"), missing=("albumin",))
    (finding,) = _answer("plain", assessment=_assessment({}, conclusion)).findings
    assert finding == _stages(
        f"The stages: one or two; {REAL.quantities['albumin'].label.plain} decides, plainly.",
        "abc",
        status="possible",
        possible=("I", "II"),
        missing=("albumin",),
    )


def test_where_nothing_is_missing_all_inputs_would_decide() -> None:
    """Values that contradict each other leave outcomes open though everything was given."""
    conclusion = Conclusion("iss", "possible", possible=("I", "II"))
    (finding,) = _answer(assessment=_assessment({}, conclusion)).findings
    assert finding.statement == "The stages: one or two; β2M and albumin decides."


def test_a_number_has_its_unit_and_the_sources_of_the_formula() -> None:
    conclusion = Conclusion("crcl_cockcroft_gault", "definite", possible=(Decimal(80),))
    (finding,) = _answer(assessment=_assessment({}, conclusion)).findings
    assert (finding.statement, finding.citations) == ("It is 80 mL/min.", ("a", "c"))
    assert (finding.outcome, finding.possible) == (Decimal(80), (Decimal(80),))


def test_a_rule_without_words_for_several_outcomes_uses_the_common_ones() -> None:
    conclusion = Conclusion(
        "crcl_cockcroft_gault", "possible", possible=(Decimal(68), Decimal(80)), missing=("sex",)
    )
    (finding,) = _answer(assessment=_assessment({}, conclusion)).findings
    assert finding.statement == (
        "The clearance: 68 mL/min or 80 mL/min remain possible; sex would decide."
    )


def test_a_rule_that_says_why_it_does_not_apply_is_quoted() -> None:
    (reason,) = STAGES.not_applicable
    conclusion = Conclusion("iss", "not_applicable", because_of=reason)
    (finding,) = _answer(assessment=_assessment({}, conclusion)).findings
    assert finding == _stages("Not for children.", "bc", status="not_applicable")


def test_a_rule_for_another_disease_says_whom_it_is_made_for() -> None:
    conclusion = Conclusion("iss", "not_applicable")
    (finding,) = _answer(assessment=_assessment({}, conclusion)).findings
    assert finding.statement == "The stages is made for those who have it."
    assert finding.citations == ("c",)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        # A series: the last value is the one that counts. Evidence 2.0.8.
        ([6.1, 3.2], "One at 3.2 mg/L."),
        # The same value twice is one value.
        ([6.1, 6.1], "One at 6.1 mg/L."),
    ],
)
def test_a_value_stated_several_times_is_named_as_it_is_used(given: object, said: str) -> None:
    conclusion = Conclusion("iss", "definite", possible=("I",))
    answer = _answer(assessment=_assessment({"b2m_serum": given}, conclusion))
    assert [finding.statement for finding in answer.findings] == [said]


def test_alternatives_of_a_value_are_both_named() -> None:
    rule = STAGES.model_copy(
        update={
            "outcomes": {
                "I": STAGES.outcomes["I"].model_copy(
                    update={"statement": STAGES.outcomes["I"].statement.model_copy(
                        update={"clinician": "With {albumin}."}
                    )}
                )
            }
        }
    )  # fmt: skip
    library = replace(LIBRARY, rules=MappingProxyType({"iss": rule}))
    said = _assessment({"albumin": [3, 4, 3]}, Conclusion("iss", "definite", possible=("I",)))
    content = Content(kind="assessment", assessment=said)
    (finding,) = compose(content, library, Speaker(library, "clinician")).findings
    assert finding.statement == "With 3 g/dL or 4 g/dL."


def _cautions(*fired: Fired, given: Mapping[str, object] | None = None, **parts: Any) -> Any:
    conflicts = parts.pop("conflicts", ())
    said = _assessment(given or {}, cautions=fired, conflicts=conflicts)
    return _answer(assessment=said, **parts).cautions


def test_a_caution_of_its_own_and_those_of_rules_are_one_caution() -> None:
    """Its own words come first, then the rule's, with the sources of both."""
    fired = Fired("simplified_in_source", by_itself=True, rules=("iss",))
    assert _cautions(fired) == (
        Caution(
            code="simplified_in_source",
            statement="Simpler there. Simple.",
            citations=("a", "b"),
        ),
    )


def test_a_caution_that_only_a_rule_raises_is_in_the_rule_s_words() -> None:
    fired = Fired("historic_cohort", by_itself=False, rules=("iss",))
    assert _cautions(fired) == (
        Caution(code="historic_cohort", statement="Old.", citations=("a",)),
    )


def test_a_caution_that_a_rule_raises_without_words_is_in_its_own() -> None:
    fired = Fired("non_specific", by_itself=False, rules=("iss",))
    assert [caution.statement for caution in _cautions(fired)] == ["Alone it says little."]


def test_a_caution_that_nobody_words_is_an_error_and_never_an_empty_one() -> None:
    with pytest.raises(ValueError, match="historic_cohort fired"):
        _cautions(Fired("historic_cohort", by_itself=False))


@pytest.mark.parametrize(
    ("fired", "statement"),
    [
        (
            Fired("unit_assumed", by_itself=True, concerns=("b2m_serum", "albumin")),
            "Assumed: β2M 6.1 mg/L and albumin 4 g/dL.",
        ),
        (Fired("implausible_value", by_itself=True), "Refused: “β2M 900”."),
        (
            Fired("conflicting_values", by_itself=True, concerns=("albumin",)),
            "Contradicts: albumin 4 g/dL.",
        ),
        # Without a rule to name, those that readers expect without asking.
        (
            Fired("wrong_disease", by_itself=True),
            "The stages is made for those who have it; here it is not.",
        ),
        (
            Fired("wrong_disease", by_itself=False, rules=("crcl_cockcroft_gault",)),
            "The clearance is made for adults; here it is not.",
        ),
    ],
)
def test_a_caution_names_what_it_is_about(fired: Fired, statement: str) -> None:
    given = {"b2m_serum": 6.1, "albumin": 4}
    (caution,) = _cautions(fired, given=given, implausible=("β2M 900",))
    assert caution.statement == statement


def test_statements_that_contradict_each_other_are_named_as_the_knowledge_says() -> None:
    conflict = Conflict.model_validate(
        {"when": {"known": ["egfr"]}, "doubts": "egfr", "says": "this and that"}
    )
    fired = Fired("conflicting_values", by_itself=True)
    (caution,) = _cautions(fired, conflicts=(conflict,))
    assert caution.statement == "Contradicts: this and that."


def test_next_steps_and_questions_are_in_the_words_of_the_knowledge() -> None:
    mine = Question(asks="unit", text="Which unit?", options=("mg/L",))
    said = _assessment({}, next_steps=("cbc",), questions=("albumin",))
    assert _answer(assessment=said, questions=(mine,)) == _empty(
        next_steps=(NextStep(code="cbc", statement="Count the cells.", citations=("d",)),),
        questions=(Question(asks="albumin", text="How much.", options=("albumin 4 g/dL",)), mine),
        **_sources("d"),
    )


def test_which_patient_is_asked_with_the_patients_of_the_message() -> None:
    said = _assessment({}, questions=("patient",))
    options = ("bed 4", "bed 5")
    answer = _answer(assessment=said, patient_options=options)
    which = REAL.phrases.patients.which.clinician
    assert answer.questions == (Question(asks="patient", text=which, options=options),)


def test_the_unit_is_asked_with_the_ways_to_write_the_value() -> None:
    options = ("β2M 466 µg/L", "β2M 466 nmol/L")
    answer = _answer(assessment=_assessment({}, questions=("unit",)), unit_options=options)
    text = REAL.questions["unit"].text.clinician
    assert answer.questions == (Question(asks="unit", text=text, options=options),)
