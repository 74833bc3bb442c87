"""Canned answers for the page's tests; what the real assistant says is tested with it running."""

from b2m_core.contract.models import (
    Answer,
    Caution,
    Citation,
    Comparison,
    Finding,
    NextStep,
    Observation,
    Paragraph,
    Question,
    Unread,
)

GREIPP = Citation(
    id="greipp2005",
    label="Greipp et al., J Clin Oncol 2005",
    title="International staging system for multiple myeloma",
    year=2005,
    doi="10.1200/JCO.2005.04.242",
    pmid=None,
    url=None,
    review_status="under_review",
    last_reviewed=None,
)
KDIGO = Citation(
    id="kdigo2024",
    label="KDIGO 2024",
    title="Clinical practice guideline for chronic kidney disease",
    year=2024,
    doi=None,
    pmid=None,
    url="https://kdigo.org/guidelines/ckd-evaluation-and-management/",
    review_status="under_review",
    last_reviewed=None,
)

EMPTY = Answer(
    kind="smalltalk",
    topics=(),
    paragraphs=(),
    observations=(),
    unread=(),
    findings=(),
    cautions=(),
    next_steps=(),
    questions=(),
    citations=(),
    hypothetical=(),
    text="Hello. Give me laboratory values with their units.",
    disclaimer="For professional use: this supports clinical judgment and makes no diagnosis.",
    audience="clinician",
    knowledge_version="1",
)

B2M = Observation(
    code="b2m_serum", value=6.1, unit="mg/L", as_written="β2M 6.1", assumed=("unit", "specimen")
)
CREATININE = Observation(
    code="creatinine", value=2.4, unit="mg/dL", as_written="creatinine 2.4", assumed=("unit",)
)

ASSESSMENT = EMPTY.model_copy(
    update={
        "kind": "assessment",
        "text": "The same in words.",
        "observations": (B2M, CREATININE),
        "findings": (
            Finding(
                rule="b2m_level",
                status="definite",
                applies_if=None,
                outcome="elevated",
                possible=("elevated",),
                statement="β2M is elevated: above every laboratory's upper limit.",
                because=(
                    Comparison(
                        code="b2m_serum", comparator=">", threshold=3.0, unit="mg/L", holds=True
                    ),
                ),
                missing=(),
                citations=("greipp2005",),
            ),
            Finding(
                rule="iss",
                status="definite",
                applies_if="multiple_myeloma",
                outcome="III",
                possible=("III",),
                statement="ISS stage III: β2M of 5.5 mg/L or more, whatever the albumin.",
                because=(
                    Comparison(
                        code="b2m_serum", comparator="<", threshold=3.5, unit="mg/L", holds=False
                    ),
                    Comparison(
                        code="b2m_serum", comparator=">=", threshold=5.5, unit="mg/L", holds=True
                    ),
                ),
                missing=(),
                citations=("greipp2005",),
            ),
            Finding(
                rule="renal_function",
                status="possible",
                applies_if=None,
                outcome=None,
                possible=("moderately_reduced", "severely_reduced", "kidney_failure"),
                statement="Kidney function is reduced; how far depends on age and sex.",
                because=(
                    Comparison(
                        code="egfr_ckd_epi_2021",
                        comparator=">=",
                        threshold=30,
                        unit="mL/min/{1.73_m2}",
                        holds=None,
                    ),
                ),
                missing=("age", "sex"),
                citations=("kdigo2024",),
            ),
        ),
        "cautions": (
            Caution(
                code="renal_confounding",
                statement="Creatinine is above 2 mg/dL: reduced clearance alone raises β2M.",
                citations=("kdigo2024",),
            ),
            Caution(
                code="unit_assumed",
                statement="No unit was written; mg/L and mg/dL were assumed.",
                citations=("greipp2005", "kdigo2024"),
            ),
        ),
        "next_steps": (
            NextStep(
                code="renal_function_tests",
                statement="Look for renal causes first: eGFR, urine protein, medication.",
                citations=("kdigo2024",),
            ),
            NextStep(
                code="spep_immunofixation",
                statement="Serum protein electrophoresis with immunofixation.",
                citations=("greipp2005",),
            ),
        ),
        "questions": (
            Question(asks="sex", text="Is the patient female or male?", options=("female", "male")),
            Question(asks="age", text="How old is the patient?", options=()),
        ),
        "citations": (GREIPP, KDIGO),
    }
)

FORMULA = Finding(
    rule="egfr_ckd_epi_2021",
    status="definite",
    applies_if=None,
    outcome=27,
    possible=(27,),
    statement="The estimated filtration rate is 27 mL/min/1.73 m².",
    because=(),
    missing=(),
    citations=("kdigo2024",),
)

TREND = ASSESSMENT.model_copy(
    update={
        "kind": "trend",
        "observations": tuple(
            Observation(code="b2m_serum", value=value, unit="mg/L", effective=day, as_written=day)
            for day, value in (("2026-01-05", 6.1), ("2026-04-02", 4.0), ("2026-08-10", 3.2))
        ),
    }
)

KNOWLEDGE = EMPTY.model_copy(
    update={
        "kind": "knowledge",
        "topics": ("renal.confounding",),
        "paragraphs": (
            Paragraph(
                topic="renal.confounding",
                statement="The kidney clears β2M. When filtration falls, the serum level rises "
                "without any more being made.",
                citations=("kdigo2024",),
            ),
            Paragraph(
                topic="renal.confounding",
                statement="A raised value with reduced kidney function does not show tumour mass.",
                citations=("greipp2005", "kdigo2024"),
            ),
        ),
        "citations": (GREIPP, KDIGO),
    }
)

UNREAD = EMPTY.model_copy(
    update={
        "kind": "clarification",
        "text": "I found no value that I can use.",
        "unread": (Unread(as_written="6,1,2", reason="It is not clear which number is meant."),),
        "questions": (
            Question(asks="unit", text="Which unit was it?", options=("6.1 mg/L", "6.1 µg/mL")),
        ),
    }
)

REFUSAL = EMPTY.model_copy(
    update={"kind": "refusal", "text": "I give no advice on treatment, drugs or doses."}
)
