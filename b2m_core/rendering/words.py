"""An answer in plain words, for channels that show only text.

Start with ``words``: one block for each part of the answer, blank lines between them. Nothing is
worded here: statements come from the answer, everything around them from the labels.
"""

from collections.abc import Iterable, Iterator

from b2m_core.contract.labels import Labels
from b2m_core.contract.models import Answer, Citation, Finding, Observation


def words(answer: Answer, opening: str, labels: Labels, *, explain: bool = False) -> str:
    """The whole answer as text: ``opening`` first, then what the answer holds, disclaimer last.

    ``explain`` puts below each finding the comparisons that were made for it.
    """
    numbers = {citation.id: place for place, citation in enumerate(answer.citations, start=1)}

    def cited(statement: str, citations: Iterable[str]) -> str:
        return statement + " " + "".join(f"[{numbers[citation]}]" for citation in citations)

    blocks = (
        opening,
        *(cited(said.statement, said.citations) for said in answer.paragraphs),
        _block(labels, "understood", (_understood(o, labels) for o in answer.observations)),
        _block(labels, "hypothetical", (labels.named(o) for o in answer.hypothetical)),
        _block(labels, "not_used", (f"“{u.as_written}”: {u.reason}" for u in answer.unread)),
        _block(
            labels,
            "findings",
            (
                cited(finding.statement, finding.citations)
                + (_because(finding, labels) if explain else "")
                for finding in answer.findings
            ),
        ),
        _block(labels, "cautions", (cited(c.statement, c.citations) for c in answer.cautions)),
        _block(labels, "next_steps", (cited(s.statement, s.citations) for s in answer.next_steps)),
        _block(labels, "questions", _asked(answer)),
        _block(labels, "sources", _sources(answer.citations), bullet=""),
        *dict.fromkeys(labels.review_status[c.review_status] for c in answer.citations),
        answer.disclaimer,
    )
    return "\n\n".join(block for block in blocks if block)


def _block(labels: Labels, heading: str, lines: Iterable[str], bullet: str = "- ") -> str:
    listed = [bullet + line for line in lines]
    return "\n".join((f"{labels.headings[heading]}:", *listed)) if listed else ""


def _understood(observation: Observation, labels: Labels) -> str:
    """The value, the day it is from, and what had to be assumed: "β2M 6.1 mg/L (unit assumed)"."""
    notes = [observation.effective.isoformat()] if observation.effective else []
    notes += [labels.assumed[assumption] for assumption in observation.assumed]
    return labels.named(observation) + (f" ({', '.join(notes)})" if notes else "")


def _because(finding: Finding, labels: Labels) -> str:
    """The comparisons of a finding, each on a line of its own with its result."""
    results = {True: "holds", False: "holds_not", None: "holds_unknown"}
    return "".join(
        f"\n  - {labels.compared(comparison)}: {labels.headings[results[comparison.holds]]}"
        for comparison in finding.because
    )


def _asked(answer: Answer) -> Iterator[str]:
    for question in answer.questions:
        replies = f" ({' / '.join(question.options)})" if question.options else ""
        yield question.text + replies


def _sources(citations: Iterable[Citation]) -> Iterator[str]:
    for place, citation in enumerate(citations, start=1):
        parts = (citation.title, str(citation.year or ""), citation.url or "")
        yield f"[{place}] {citation.label}: " + ", ".join(part for part in parts if part)
