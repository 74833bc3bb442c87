"""What makes a conclusion less sure?"""

from collections.abc import Iterable

from b2m_core.contract.codes import CautionCode, ObservationCode, RuleCode
from b2m_core.knowledge.schema.conditions import All, Any_, Condition, Marked
from b2m_core.knowledge.schema.observations import PHASE
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.reasoning.conditions import judge
from b2m_core.reasoning.facts import Facts
from b2m_core.reasoning.models import Fired

# The two codes that the contract itself ties to how rules are gated.
NOT_AT_DIAGNOSIS: CautionCode = "not_at_diagnosis"
WRONG_DISEASE: CautionCode = "wrong_disease"


def cautions(facts: Facts) -> tuple[Fired, ...]:
    """The cautions that fire, in the contract's order."""
    raised: dict[CautionCode, list[RuleCode]] = {}
    for code, conclusion in facts.conclusions.items():
        for caution in _raised_by(facts.library.rules[code], facts):
            raised.setdefault(caution, []).append(conclusion.rule)
    for item in facts.library.cautions.values():
        fires = item.when is not None and bool(judge(item.when, facts))
        rules = raised.pop(item.code, [])
        if fires or rules:
            concerns = _concerns(item.when, facts) if fires and item.when is not None else ()
            facts.fired[item.code] = Fired(
                item.code, fires, tuple(rules), tuple(dict.fromkeys(concerns))
            )
    # A caution that only rules word has no item of its own.
    for caution, rules in raised.items():
        facts.fired[caution] = Fired(caution, False, tuple(rules))
    return tuple(facts.fired.values())


def _raised_by(rule: Rule, facts: Facts) -> Iterable[CautionCode]:
    """The cautions that come with the conclusion of a rule."""
    conclusion = facts.conclusions[rule.code]
    if conclusion.status == "not_applicable":
        item = conclusion.because_of
        if item is None:
            yield WRONG_DISEASE
        elif item.caution is not None:
            yield item.caution
        return
    for raises in rule.raises:
        yield raises.caution
    phase = facts.known.words.get(PHASE, ())
    if rule.made_for.phases and any(word not in rule.made_for.phases for word in phase):
        yield NOT_AT_DIAGNOSIS


def _concerns(condition: Condition, facts: Facts) -> Iterable[ObservationCode]:
    """The observations whose marks made a condition hold."""
    match condition:
        case Marked(marked=kind, of=of):
            for mark in facts.known.marks:
                if mark.kind == kind and (not of or mark.code in of):
                    yield mark.code
        case str():
            yield from _concerns(facts.library.triggers[condition], facts)
        case All(all=parts) | Any_(any=parts):
            for part in parts:
                yield from _concerns(part, facts)
