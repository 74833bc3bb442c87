"""Answers and labels that the tests of the renderers make by hand."""

from typing import Any

from b2m_core.contract.labels import Labels
from b2m_core.contract.models import Answer

HEADINGS = {
    "understood": "Understood",
    "hypothetical": "Supposed",
    "not_used": "Not used",
    "findings": "Findings",
    "cautions": "Cautions",
    "next_steps": "Next",
    "questions": "Tell me",
    "sources": "Sources",
    "holds": "yes",
    "holds_not": "no",
    "holds_unknown": "not known",
}

NOT_NEEDED = ("words", "presences", "formula_units", "cautions", "next_steps", "units")

LABELS = Labels.model_validate(
    {labels: {} for labels in NOT_NEEDED}
    | {
        "observations": {"b2m_serum": "β2M", "multiple_myeloma": "myeloma"},
        "rules": {"iss": "ISS"},
        "outcomes": {"iss": {"III": "stage III"}},
        "topics": {"b2m.what_it_is": "What is β2M?"},
        "comparators": {"=": "", ">=": "at least "},
        "assumed": {"unit": "unit assumed"},
        "headings": HEADINGS,
        "review_status": {"under_review": "Under review."},
        "conditional": "If {condition}: {statement}",
        "buttons": {
            name: name.title()
            for name in (
                *("why", "sources", "not_used", "next_steps"),
                *("plain", "clinician", "new_patient", "share"),
            )
        },
    }
)

B2M = {
    "code": "b2m_serum",
    "value": 6.1,
    "unit": "mg/L",
    "effective": "2026-11-20",
    "assumed": ["unit"],
    "as_written": "B2M 6.1",
}

ISS = {
    "rule": "iss",
    "status": "definite",
    "applies_if": "multiple_myeloma",
    "outcome": "III",
    "possible": ["III"],
    "statement": "Stage III.",
    "because": [
        {
            "code": "b2m_serum",
            "comparator": ">=",
            "threshold": 5.5,
            "unit": "mg/L",
            "holds": True,
        }
    ],
    "missing": [],
    "citations": ["a"],
}


def reference(reference_id: str, **more: Any) -> dict[str, Any]:
    """A citation as a mapping; what is not given is not known."""
    blank = dict.fromkeys(("year", "doi", "pmid", "url", "last_reviewed"))
    named = {"id": reference_id, "label": reference_id.title(), "title": "A title"}
    return blank | named | {"review_status": "under_review"} | more


def answer(**parts: Any) -> Answer:
    """An answer that holds these parts and nothing else."""
    lists = (
        "topics paragraphs observations unread findings cautions next_steps questions citations "
        "hypothetical"
    )
    empty: dict[str, Any] = dict.fromkeys(lists.split(), ())
    said = {"kind": "assessment", "text": "", "disclaimer": "No diagnosis."}
    return Answer.model_validate(
        empty | said | {"audience": "clinician", "knowledge_version": "1"} | parts
    )
