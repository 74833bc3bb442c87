"""An answer in plain words, for channels that show only text.

Start with ``words``: one block for each part of the answer, blank lines between them. Nothing is
worded here: statements come from the answer, everything around them from the labels. The lines of
the parts are the other renderers' too.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from b2m_core.contract.labels import Labels
from b2m_core.contract.models import (
    Answer,
    Caution,
    Citation,
    Finding,
    NextStep,
    Observation,
    Paragraph,
)


class Opening(NamedTuple):
    """What an answer's text says before the parts that a card shows by themselves.

    ``explains``: below each finding stand the comparisons that were made for it. ``alone``: the
    text is all that is to be shown.
    """

    opening: str
    explains: bool
    alone: bool


def words(answer: Answer, opening: str, labels: Labels, *, explain: bool = False) -> str:
    """The whole answer as text: ``opening`` first, then what the answer holds, disclaimer last.

    ``explain`` puts below each finding the comparisons that were made for it.
    """
    place = numbers(answer)
    blocks = (
        opening,
        *(cited(said, place) for said in answer.paragraphs),
        _block(labels, "understood", (understood(o, labels) for o in answer.observations)),
        _block(labels, "hypothetical", (labels.named(o) for o in answer.hypothetical)),
        _block(labels, "not_used", (f"“{u.as_written}”: {u.reason}" for u in answer.unread)),
        _block(
            labels,
            "findings",
            (
                cited(finding, place) + (because(finding, labels) if explain else "")
                for finding in answer.findings
            ),
        ),
        _block(labels, "cautions", (cited(caution, place) for caution in answer.cautions)),
        _block(labels, "next_steps", (cited(step, place) for step in answer.next_steps)),
        _block(labels, "questions", _asked(answer)),
        _block(labels, "sources", _sources(answer.citations), bullet=""),
        *dict.fromkeys(labels.review_status[c.review_status] for c in answer.citations),
        answer.disclaimer,
    )
    return "\n\n".join(block for block in blocks if block)


def opening(answer: Answer, labels: Labels) -> Opening:
    """What the answer's text says before its parts, and how it shows them."""
    for explains in (False, True):
        parts = words(answer, "", labels, explain=explains)
        if answer.text.endswith(parts):
            return Opening(answer.text.removesuffix(parts).rstrip(), explains, alone=False)
    return Opening(answer.text, explains=False, alone=True)


def numbers(answer: Answer) -> Mapping[str, int]:
    """The number of each source, by its id, as the statements name it."""
    return {citation.id: place for place, citation in enumerate(answer.citations, start=1)}


def cited(said: Paragraph | Finding | Caution | NextStep, place: Mapping[str, int]) -> str:
    """A statement with the numbers of its sources behind it."""
    return said.statement + " " + "".join(f"[{place[citation]}]" for citation in said.citations)


def understood(observation: Observation, labels: Labels) -> str:
    """The value, the day it is from, and what had to be assumed: "β2M 6.1 mg/L (unit assumed)"."""
    notes = [observation.effective.isoformat()] if observation.effective else []
    notes += [labels.assumed[assumption] for assumption in observation.assumed]
    return labels.named(observation) + (f" ({', '.join(notes)})" if notes else "")


def because(finding: Finding, labels: Labels) -> str:
    """The comparisons of a finding, each on a line of its own with its result."""
    results = {True: "holds", False: "holds_not", None: "holds_unknown"}
    return "".join(
        f"\n  - {labels.compared(comparison)}: {labels.headings[results[comparison.holds]]}"
        for comparison in finding.because
    )


def _block(labels: Labels, heading: str, lines: Iterable[str], bullet: str = "- ") -> str:
    listed = [bullet + line for line in lines]
    return "\n".join((f"{labels.headings[heading]}:", *listed)) if listed else ""


def _asked(answer: Answer) -> Iterator[str]:
    for question in answer.questions:
        replies = f" ({' / '.join(question.options)})" if question.options else ""
        yield question.text + replies


def _sources(citations: Iterable[Citation]) -> Iterator[str]:
    for place, citation in enumerate(citations, start=1):
        parts = (citation.title, str(citation.year or ""), citation.url or "")
        yield f"[{place}] {citation.label}: " + ", ".join(part for part in parts if part)
