"""An answer in words holds everything the answer says, in order, and nothing else."""

from typing import Any

from b2m_core.contract.labels import Labels
from b2m_core.contract.models import Answer
from b2m_core.rendering.words import words

HEADINGS = {
    "understood": "Understood",
    "hypothetical": "Supposed",
    "not_used": "Not used",
    "findings": "Findings",
    "cautions": "Cautions",
    "next_steps": "Next",
    "questions": "Tell me",
    "sources": "Sources",
}

NOT_NEEDED = (
    "words",
    "presences",
    "rules",
    "outcomes",
    "cautions",
    "next_steps",
    "topics",
    "units",
)

LABELS = Labels.model_validate(
    {labels: {} for labels in NOT_NEEDED}
    | {
        "observations": {"b2m_serum": "β2M"},
        "comparators": {"=": ""},
        "assumed": {"unit": "unit assumed"},
        "headings": HEADINGS,
        "review_status": {"under_review": "Under review."},
    }
)


def reference(reference_id: str, **more: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("year", "doi", "pmid", "url", "last_reviewed"))
    named = {"id": reference_id, "label": reference_id.title(), "title": "A title"}
    return blank | named | {"review_status": "under_review"} | more


def answer(**parts: Any) -> Answer:
    lists = (
        "topics paragraphs observations unread findings cautions next_steps questions citations "
        "hypothetical"
    )
    empty: dict[str, Any] = dict.fromkeys(lists.split(), ())
    said = {"kind": "assessment", "text": "", "disclaimer": "No diagnosis."}
    return Answer.model_validate(
        empty | said | {"audience": "clinician", "knowledge_version": "1"} | parts
    )


B2M = {
    "code": "b2m_serum",
    "value": 6.1,
    "unit": "mg/L",
    "effective": "2026-11-20",
    "assumed": ["unit"],
    "as_written": "B2M 6.1",
}


def test_every_part_is_said_in_order_with_numbered_sources() -> None:
    whole = answer(
        observations=[B2M],
        unread=[{"as_written": "7", "reason": "No analyte."}],
        cautions=[{"code": "non_specific", "statement": "Careful.", "citations": ["b", "a"]}],
        next_steps=[{"code": "cbc", "statement": "Count.", "citations": ["a"]}],
        questions=[{"asks": "albumin", "text": "Albumin?", "options": ["low", "high"]}],
        citations=[reference("b", year=2005, url="https://example.org/b"), reference("a")],
    )
    assert words(whole, "", LABELS) == (
        "Understood:\n- β2M 6.1 mg/L (2026-11-20, unit assumed)\n\n"
        "Not used:\n- “7”: No analyte.\n\n"
        "Cautions:\n- Careful. [1][2]\n\n"
        "Next:\n- Count. [2]\n\n"
        "Tell me:\n- Albumin? (low / high)\n\n"
        "Sources:\n[1] B: A title, 2005, https://example.org/b\n[2] A: A title\n\n"
        "Under review.\n\n"
        "No diagnosis."
    )


def test_a_reply_comes_first_and_empty_parts_leave_nothing_behind() -> None:
    assert words(answer(kind="smalltalk"), "Hello.", LABELS) == "Hello.\n\nNo diagnosis."
