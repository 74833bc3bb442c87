"""Answers as the tests of the chart write them: values with their days, and findings."""

from typing import Any

from b2m_core.contract.models import Answer
from tests.written import observation


def dated(code: str, *values: tuple[object, str | None]) -> list[dict[str, Any]]:
    """Observations of one code: ``("> 20", "2026-01-10")``."""
    return [
        observation(code, written, effective=day).model_dump(mode="json") for written, day in values
    ]


def finding(
    rule: str, *, status: str = "possible", applies_if: str | None = None
) -> dict[str, Any]:
    """A finding whose words do not matter."""
    return {
        "rule": rule,
        "status": status,
        "applies_if": applies_if,
        "outcome": None,
        "possible": [],
        "statement": "",
        "because": [],
        "missing": [],
        "citations": ["source"],
    }


def answer(observations: list[dict[str, Any]], *findings: dict[str, Any]) -> Answer:
    """An answer that holds these and nothing else."""
    lists = "topics paragraphs unread cautions next_steps questions hypothetical"
    blank = dict.fromkeys(("year", "doi", "pmid", "url", "last_reviewed"))
    source = blank | {"id": "source", "label": "", "title": "", "review_status": "under_review"}
    return Answer.model_validate(
        dict.fromkeys(lists.split(), ())
        | {
            "kind": "trend",
            "observations": observations,
            "findings": findings,
            "citations": [source] if findings else [],
            "text": "",
            "disclaimer": "",
            "audience": "clinician",
            "knowledge_version": "1",
        }
    )
