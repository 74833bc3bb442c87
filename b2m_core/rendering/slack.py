"""An answer as Slack's Block Kit: one answer is one message.

Start with ``blocks``. Nothing is worded here: statements come from the answer, everything around
them from the labels. What does not fit into one message waits behind a button (``more``): first the
sources, then the next steps or what was not used, then both. An answer that still does not fit is
``None`` here, and its words in ``Answer.text`` are sent instead.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from b2m_core.contract.labels import Labels
from b2m_core.contract.models import Answer, Citation, Finding, Question
from b2m_core.rendering.block_kit import (
    MAX_BUTTON_LABEL,
    MAX_BUTTON_VALUE,
    MAX_CONTEXT_TEXT,
    Block,
    actions,
    button,
    context,
    fits,
    header,
    heading,
    link,
    messages,
    mrkdwn,
    packed,
    plain,
    sections,
    size,
)
from b2m_core.rendering.words import because, cited, numbers, opening, understood

ACTION: Final = "b2m."
"""The beginning of every ``action_id``; the name of a button follows, or ``option``."""
OPTION: Final = f"{ACTION}option"

SOURCES: Final = "sources"
NEXT_STEPS: Final = "next_steps"
NOT_USED: Final = "not_used"
HIDDEN: Final = (
    (),
    (SOURCES,),
    (SOURCES, NEXT_STEPS),
    (SOURCES, NOT_USED),
    (SOURCES, NEXT_STEPS, NOT_USED),
)
"""What waits behind a button, tried in this order until the rest fits."""


def blocks(
    answer: Answer, labels: Labels, *, shareable: bool = False, before: Sequence[Block] = ()
) -> list[Block] | None:
    """The whole answer with the blocks that stand ``before`` it; ``None``: it fits into no message.

    ``labels`` are those of the answer's audience. ``shareable`` adds the button that shows the
    answer to everybody in the channel.
    """
    tried = ([*before, *_blocks(answer, labels, hidden, shareable)] for hidden in HIDDEN)
    return next((made for made in tried if fits(made)), None)


def more(answer: Answer, labels: Labels, part: str) -> list[list[Block]]:
    """What the button ``part`` shows, with everything that is known of it: one message or more."""
    if part == SOURCES:
        made = [heading(labels.headings[SOURCES]), *_sources_in_full(answer.citations)]
    elif part == NEXT_STEPS:
        made = list(_next_steps(answer, labels))
    else:
        made = list(_not_used(answer, labels))
    return list(messages(made))


def headline(answer: Answer, labels: Labels) -> str:
    """What the answer comes to, in a line: the first class that is settled, else the topic."""
    for finding in answer.findings:
        if finding.status == "definite" and isinstance(finding.outcome, str):
            title = labels.rules[finding.rule]
            said = f"{title}: {labels.outcome(finding.rule, finding.outcome)}"
            return _only_if(finding, said, labels)
    return labels.topics[answer.topics[0]] if answer.topics else ""


def _only_if(finding: Finding, said: str, labels: Labels) -> str:
    if finding.applies_if is None:
        return said
    condition = labels.observations[finding.applies_if]
    return labels.conditional.replace("{condition}", condition).replace("{statement}", said)


def _blocks(
    answer: Answer, labels: Labels, hidden: tuple[str, ...], shareable: bool
) -> Iterator[Block]:
    said = opening(answer, labels)
    if said.alone:
        yield from sections([answer.text])
        return
    if line := headline(answer, labels):
        yield from header(line)
    if said.opening:
        yield from sections([said.opening])
    place = numbers(answer)
    yield from sections(cited(part, place) for part in answer.paragraphs)
    for name, lines in (
        ("understood", [understood(seen, labels) for seen in answer.observations]),
        ("hypothetical", [labels.named(seen) for seen in answer.hypothetical]),
    ):
        yield from _part(labels.headings[name], lines)
    if NOT_USED not in hidden:
        yield from _not_used(answer, labels)
    for name, lines in (
        (
            "findings",
            [
                cited(found, place) + (because(found, labels) if said.explains else "")
                for found in answer.findings
            ],
        ),
        ("cautions", [cited(caution, place) for caution in answer.cautions]),
    ):
        yield from _part(labels.headings[name], lines)
    if NEXT_STEPS not in hidden:
        yield from _next_steps(answer, labels)
    if answer.questions:
        yield heading(labels.headings["questions"])
        for number, question in enumerate(answer.questions):
            yield from _question(question, number)
    if SOURCES not in hidden:
        yield from context([mrkdwn(text) for text in _sources(answer.citations)])
    statuses = dict.fromkeys(labels.review_status[c.review_status] for c in answer.citations)
    small = packed([*statuses, answer.disclaimer], MAX_CONTEXT_TEXT)
    yield from context([plain(text) for text in small])
    yield from actions(list(_buttons(answer, labels, hidden, shareable)))


def _part(name: str, lines: list[str]) -> Iterator[Block]:
    if lines:
        yield heading(name)
        yield from sections(f"• {line}" for line in lines)


def _not_used(answer: Answer, labels: Labels) -> Iterator[Block]:
    lines = [f"“{seen.as_written}”: {seen.reason}" for seen in answer.unread]
    return _part(labels.headings[NOT_USED], lines)


def _next_steps(answer: Answer, labels: Labels) -> Iterator[Block]:
    place = numbers(answer)
    steps = [cited(step, place) for step in answer.next_steps]
    return _part(labels.headings[NEXT_STEPS], steps)


def _question(question: Question, number: int) -> Iterator[Block]:
    """A question, and a button for each reply; a reply too long for one stands beside a number."""
    lines, buttons = [question.text], []
    for place, option in enumerate(question.options, start=1):
        label = option
        if size(option) > MAX_BUTTON_LABEL:
            label = str(place)
            lines.append(f"{place}. {option}")
        if size(option) <= MAX_BUTTON_VALUE:
            buttons.append(button(f"{OPTION}.{number}.{place}", label, option))
    yield from sections(lines)
    yield from actions(buttons)


def _sources(citations: Iterable[Citation]) -> Iterator[str]:
    """The sources by number and label, each a link where its address is known."""
    listed = (
        f"[{place}] {link(citation.label, citation.url)}"
        for place, citation in enumerate(citations, start=1)
    )
    return packed(listed, MAX_CONTEXT_TEXT, between=" · ")


def _sources_in_full(citations: Iterable[Citation]) -> Iterator[Block]:
    lines = []
    for place, citation in enumerate(citations, start=1):
        parts = (citation.title, str(citation.year or ""))
        said = f"[{place}] {citation.label}: {', '.join(part for part in parts if part)}"
        lines.append(link(said, citation.url))
    return context([mrkdwn(text) for text in packed(lines, MAX_CONTEXT_TEXT)])


def _buttons(
    answer: Answer, labels: Labels, hidden: tuple[str, ...], shareable: bool
) -> Iterator[Block]:
    wanted = {
        NOT_USED: NOT_USED in hidden and bool(answer.unread),
        NEXT_STEPS: NEXT_STEPS in hidden and bool(answer.next_steps),
        "why": any(finding.because for finding in answer.findings),
        SOURCES: bool(answer.citations),
        "plain": answer.audience != "plain",
        "clinician": answer.audience == "plain",
        "new_patient": bool(answer.observations),
        "share": shareable,
    }
    for name, is_wanted in wanted.items():
        if is_wanted:
            yield button(f"{ACTION}{name}", labels.buttons[name])
