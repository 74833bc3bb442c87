"""Is every sentence of an answer from the knowledge base, and cited where it is clinical?

Each statement of an answer must be one of those that the knowledge files hold for its code, with
its placeholders filled. The text must be those statements as the renderer sets them, after one of
the replies that the knowledge files hold: a sentence has no other place to come from.
"""

import re
from collections.abc import Iterable
from functools import cache

from b2m_core.contract.codes import Audience, CautionCode, NextStepCode, RuleCode, TopicCode
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.items import Wording
from b2m_core.rendering.words import words

LIBRARY = load_library()
ANYTHING = "(?:.+?)"
PLACEHOLDER = re.compile(r"\\\{[a-z0-9_]+\\\}")


def ungrounded(answer: Answer) -> list[str]:
    """The statements, and the part of the text, that the knowledge base does not hold."""
    audience = answer.audience
    stated = [
        *((said.statement, _paragraphs(said.topic, audience)) for said in answer.paragraphs),
        *((said.statement, _findings(said.rule, audience)) for said in answer.findings),
        *((said.statement, _cautions(said.code, audience)) for said in answer.cautions),
        *((said.statement, _next_steps(said.code, audience)) for said in answer.next_steps),
    ]
    made_up = [statement for statement, known in stated if not re.fullmatch(known, statement)]
    return made_up + [part for part in [_foreign(answer)] if part]


def _foreign(answer: Answer) -> str:
    """What of the text is neither a reply nor the renderer's setting of the answer's parts."""
    replies = LIBRARY.phrases.replies.values()
    if answer.text in {r.text.for_audience(answer.audience) for r in replies if r.alone}:
        return ""
    labels = LIBRARY.labels(answer.audience)
    settings = [words(answer, "", labels, explain=explain) for explain in (False, True)]
    whole = next((s for s in settings if answer.text.endswith(s)), "")
    opening = answer.text.removesuffix(whole).split("\n\n")
    return "".join(part for part in opening if not re.fullmatch(_openings(answer.audience), part))


@cache
def _openings(audience: Audience) -> str:
    """What may stand before an answer's parts: a reply, and remarks about the message."""
    phrases = LIBRARY.phrases
    english = phrases.english_only.for_audience(audience)
    remarks = [
        f"{language.says or ''} {english}".strip() for language in LIBRARY.languages.values()
    ]
    replies = [reply.text for reply in phrases.replies.values()]
    said = [*remarks, *(text.for_audience(audience) for text in (*replies, phrases.personal))]
    return _patterns(["", *said])


@cache
def _paragraphs(code: TopicCode, audience: Audience) -> str:
    return _one_of((p.statement for p in LIBRARY.topics[code].paragraphs), audience)


@cache
def _findings(code: RuleCode, audience: Audience) -> str:
    """What a rule may say, as it stands or on the condition that it is the rule's disease."""
    rule, phrases = LIBRARY.rules[code], LIBRARY.phrases
    known = _one_of(
        [
            *(outcome.statement for outcome in rule.outcomes.values()),
            *(reason.statement for reason in rule.not_applicable),
            *([rule.formula.statement] if rule.formula else []),
            rule.possible_statement or phrases.undecided,
            phrases.made_for,
        ],
        audience,
    )
    if rule.trend:
        changes = LIBRARY.changes(audience)
        said = (changes.changed, changes.between, changes.since_first, changes.highest)
        in_phase = [p.statement for outcome in rule.outcomes.values() for p in outcome.in_phase]
        beside = rule.trend.beside
        told = [changes.beside, *([beside.risen.for_audience(audience)] if beside else [])]
        known = f"{known}(?: {_patterns((*said, *told))})*(?: {_one_of(in_phase, audience)})?"
    others = phrases.alternatives
    known = f"{known}(?: {_one_of([others.none, others.some], audience)})?"
    if not rule.made_for.disease:
        return known
    condition = re.escape(LIBRARY.labels(audience).observations[rule.made_for.disease])
    conditional = re.escape(phrases.conditional.for_audience(audience))
    conditional = conditional.replace(r"\{condition\}", condition)
    return known + "|" + conditional.replace(r"\{statement\}", known)


@cache
def _cautions(code: CautionCode, audience: Audience) -> str:
    """A caution's own statement and those of the rules that raise it, one after the other."""
    own = LIBRARY.cautions[code].statement
    raised = [r for rule in LIBRARY.rules.values() for r in rule.raises if r.caution == code]
    known = _one_of([*([own] if own else []), *(r.statement for r in raised)], audience)
    return f"{known}(?: {known})*"


@cache
def _next_steps(code: NextStepCode, audience: Audience) -> str:
    return _one_of([LIBRARY.next_steps[code].statement], audience)


def _one_of(wordings: Iterable[Wording], audience: Audience) -> str:
    return _patterns(wording.for_audience(audience) for wording in wordings)


def _patterns(templates: Iterable[str]) -> str:
    """The templates as a pattern in which every placeholder stands for some words."""
    escaped = (re.escape(template) for template in templates)
    return f"(?:{'|'.join(PLACEHOLDER.sub(ANYTHING, template) for template in escaped)})"
