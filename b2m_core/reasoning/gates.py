"""Does a rule speak about this case at all, and under which condition?"""

from dataclasses import dataclass

from b2m_core.case.intervals import ANY
from b2m_core.case.known import ABSENT, PRESENT, SUSPECTED
from b2m_core.contract.codes import QUANTITIES, PresenceCode
from b2m_core.knowledge.schema.rules import NotApplicable, Rule
from b2m_core.reasoning.conditions import judge
from b2m_core.reasoning.facts import Facts


@dataclass(frozen=True)
class Gate:
    """Whether a rule is left out or not applicable, else what its conclusion depends on."""

    left_out: bool = False
    not_applicable: bool = False
    because_of: NotApplicable | None = None
    applies_if: PresenceCode | None = None


LEFT_OUT = Gate(left_out=True)


def gate(rule: Rule, facts: Facts, *, asked: bool) -> Gate:
    """Where a rule stands with this case. ``asked``: the user named it."""
    known = facts.known
    if not asked and not something_to_go_on(rule, facts):
        return LEFT_OUT
    disease = disease_gate(rule, facts, asked=asked)
    if disease.left_out or disease.not_applicable:
        return disease
    for item in rule.not_applicable:
        if judge(item.when, facts, rule):
            if item.unasked == "left_out" and not asked:
                return LEFT_OUT
            return Gate(not_applicable=True, because_of=item)
    if not something_to_go_on(rule, facts):
        return LEFT_OUT
    if rule.evaluated_when is not None and judge(rule.evaluated_when, facts, rule) is False:
        return LEFT_OUT
    if not all(known.states(code) for code in rule.requires):
        return LEFT_OUT
    if rule.trend and not known.series.get(rule.trend.series, ())[1:]:
        return LEFT_OUT
    return disease


def disease_gate(rule: Rule, facts: Facts, *, asked: bool) -> Gate:
    """What the diseases that were named say about a rule."""
    disease = rule.made_for.disease
    if disease is None:
        return Gate()
    own = facts.known.words.get(disease, ())
    if own == (PRESENT,):
        return Gate()
    if PRESENT in own:
        return Gate(applies_if=disease)
    others = {
        word
        for code, words in facts.known.words.items()
        if code != disease and code in facts.diseases
        for word in words
    }
    if own == (ABSENT,) or PRESENT in others:
        return Gate(not_applicable=True) if asked else LEFT_OUT
    unnamed = SUSPECTED in own or SUSPECTED not in others
    if asked or (rule.made_for.unnamed == "conditional" and unnamed):
        return Gate(applies_if=disease)
    return LEFT_OUT


def something_to_go_on(rule: Rule, facts: Facts) -> bool:
    """Some input of the rule is known, if only by its level; a mere suspicion is not."""
    words = facts.known.words
    return any(
        any(word != SUSPECTED for word in words.get(code, ()))
        or (code in QUANTITIES and facts.values(code) != (ANY,))
        for code in rule.inputs
    )
