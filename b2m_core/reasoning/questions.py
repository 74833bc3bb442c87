"""What is worth asking next?"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from b2m_core.case.known import PRESENT, SUSPECTED, MarkKind
from b2m_core.contract.codes import Asked, ObservationCode, QuantityCode
from b2m_core.knowledge.schema.conditions import All, Any_, Condition, Count, None_, QuantityIs
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.reasoning.conditions import named
from b2m_core.reasoning.facts import Facts
from b2m_core.reasoning.gates import gate, something_to_go_on

MOST = 3
"""So many questions at most."""
UNCLEAR: Final[Mapping[MarkKind, Asked]] = {
    "patient_unclear": "patient",
    "unit_unclear": "unit",
    "specimen_unclear": "specimen",
}
"""What is asked where a value was left unused, the most urgent first."""
NARROWS = 100
"""What removing one outcome weighs against an answer that removes none by itself."""


def questions(facts: Facts) -> tuple[Asked, ...]:
    """What would narrow the conclusions most.

    Before that: what keeps a value from being used at all, and what keeps a rule from speaking.
    """
    worth: Counter[Asked] = Counter()
    for code, conclusion in facts.conclusions.items():
        if conclusion.status == "possible":
            for missing, removes in zip(conclusion.missing, conclusion.narrows, strict=True):
                # What narrows only together with other answers is worth less than any that narrows.
                worth[missing] += removes * NARROWS or 1
        for bound in _bounds(facts.library.rules[code], facts):
            worth[bound] += NARROWS
    opened = _opened_by_a_disease(facts)
    if opened:
        worth["condition"] += opened * NARROWS
    first: dict[Asked, None] = {}
    kinds = [mark.kind for mark in facts.known.marks]
    first.update({asked: None for kind, asked in UNCLEAR.items() if kind in kinds})
    for rule in facts.library.rules.values():
        if rule.code not in facts.conclusions:
            first.update(dict.fromkeys(_keeps_silent(rule, facts)))
    # What is worth the same is asked in the order of the questions' file.
    ranked = sorted(facts.library.questions, key=lambda asked: -worth[asked])
    wanted = (*first, *(asked for asked in ranked if worth[asked]), *_waited_for(facts))
    asks = [asked for asked in wanted if asked in facts.library.questions]
    return tuple(dict.fromkeys(asks))[:MOST]


def _waited_for(facts: Facts) -> list[ObservationCode]:
    """The input that most rules for a disease that is present wait for, when they know nothing."""
    wanted: Counter[ObservationCode] = Counter()
    for rule in facts.library.rules.values():
        present = rule.made_for.disease and PRESENT in facts.known.words.get(
            rule.made_for.disease, ()
        )
        if present and not something_to_go_on(rule, facts):
            wanted.update(rule.inputs)
    return [code for code, _ in wanted.most_common(1)]


def _bounds(rule: Rule, facts: Facts) -> list[QuantityCode]:
    """Quantities that would tell how far a measured value of a rule can be trusted."""
    return [
        code
        for measured, condition in rule.lower_bound_when.items()
        if facts.known.states(measured)
        for code in _quantities(condition, rule, facts)
        if not facts.known.states(code)
    ]


def _quantities(condition: Condition, rule: Rule, facts: Facts) -> list[QuantityCode]:
    match condition:
        case str():
            return _quantities(named(condition, facts.library, rule), rule, facts)
        case QuantityIs(code=code):
            return [code]
        case All(all=parts) | Any_(any=parts) | None_(none=parts) | Count(count=parts):
            return [code for part in parts for code in _quantities(part, rule, facts)]
        case _:
            return []


def _keeps_silent(rule: Rule, facts: Facts) -> list[ObservationCode]:
    """The required inputs of a rule that would speak if they were known."""
    unknown = [code for code in rule.requires if not facts.known.states(code)]
    if not unknown or gate(rule.model_copy(update={"requires": ()}), facts, asked=False).left_out:
        return []
    return list(unknown)


def _opened_by_a_disease(facts: Facts) -> int:
    """How many rules naming a disease would open, at most, when none is named."""
    said = {word for code in facts.diseases for word in facts.known.words.get(code, ())}
    if said & {PRESENT, SUSPECTED}:
        return 0
    opened: Counter[str] = Counter()
    for rule in facts.library.rules.values():
        disease = rule.made_for.disease
        if disease is None or disease in facts.known.words:
            continue
        if any(code in facts.known.values for code in rule.inputs):
            opened[disease] += 1
    return max(opened.values(), default=0)
