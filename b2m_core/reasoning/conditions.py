"""Does a condition hold for the case as it is known? True, false, or null where the case leaves it.

This is how cautions, next steps, conflicts and gates are decided. Numbers and levels that are not
settled are null. Words are taken as stated: what nobody mentioned is not said, and suspected is not
present. Rules themselves are decided over completions, see ``completions``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias, cast

from b2m_core.case.intervals import End, Interval, all_above, all_below
from b2m_core.case.known import level_ends
from b2m_core.contract.codes import CODED_VALUES, CodedCode
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.conditions import (
    All,
    Any_,
    CautionFired,
    CodedIs,
    Comparisons,
    Condition,
    Count,
    GroupIs,
    Marked,
    None_,
    QuantityIs,
    Reported,
    RuleIs,
    RuleNumberIs,
)
from b2m_core.knowledge.schema.conditions import Known as KnownOf
from b2m_core.knowledge.schema.inference import Level
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.reasoning.facts import Facts

Verdict: TypeAlias = bool | None


def judge(condition: Condition, facts: Facts, rule: Rule | None = None) -> Verdict:
    """Whether a condition holds; names are criteria and conditions of ``rule``, or triggers."""
    if isinstance(condition, str):
        return judge(named(condition, facts.library, rule), facts, rule)
    return _JUDGES[type(condition)](condition, facts, rule)


def named(name: str, library: Library, rule: Rule | None) -> Condition:
    """What a name stands for. Raises ``KeyError`` for a name that nothing has."""
    if rule is not None:
        if name in rule.criteria:
            return rule.criteria[name].test
        if name in rule.conditions:
            return rule.conditions[name]
    return library.triggers[name]


def compare(values: Iterable[Interval], comparisons: Comparisons) -> Verdict:
    """Whether every comparison holds for every value; null when for some."""
    values = tuple(values)
    verdicts = []
    for limit, above in ((comparisons.gt, 1), (comparisons.ge, 0)):
        if limit is not None:
            verdicts.append(_side(values, (limit, above), wanted_above=True))
    for limit, above in ((comparisons.lt, 0), (comparisons.le, 1)):
        if limit is not None:
            verdicts.append(_side(values, (limit, above), wanted_above=False))
    return _all(verdicts)


def _side(values: tuple[Interval, ...], end: End, *, wanted_above: bool) -> Verdict:
    if all_above(values, end):
        return wanted_above
    if all_below(values, end):
        return not wanted_above
    return None


def _all(verdicts: Iterable[Verdict]) -> Verdict:
    """True when all are, false as soon as one is, else null."""
    result: Verdict = True
    for verdict in verdicts:
        if verdict is False:
            return False
        if verdict is None:
            result = None
    return result


def _not(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def _any(verdicts: Iterable[Verdict]) -> Verdict:
    """True as soon as one is, false when all are, else null."""
    result: Verdict = False
    for verdict in verdicts:
        if verdict:
            return True
        if verdict is None:
            result = None
    return result


def _parts(parts: Iterable[Condition], facts: Facts, rule: Rule | None) -> Iterator[Verdict]:
    return (judge(part, facts, rule) for part in parts)


def _says(stated: Iterable[str], wanted: Iterable[str]) -> Verdict:
    """Whether what was stated is among the wanted words; null when alternatives disagree."""
    among = {word in wanted for word in stated}
    return among.pop() if len(among) == 1 else None if among else False


def _coded(condition: CodedIs, facts: Facts, rule: Rule | None) -> Verdict:
    code = condition.code
    level = facts.library.levels.get(cast("CodedCode", code))
    if level is not None and code in facts.known.doubted:
        return None
    stated = facts.known.words.get(code, ())
    if level is None or stated:
        return _says(stated, condition.says)
    word = level_word(level, facts)
    return None if word is None else word in condition.says


def level_word(level: Level, facts: Facts) -> str | None:
    """What the value says of a level that nobody stated; null where it does not decide."""
    within, above = CODED_VALUES[level.code]
    values = facts.values(level.value)
    surely_within, surely_above = level_ends(facts.known.limit(level))
    if all_above(values, surely_above):
        return above
    return within if all_below(values, surely_within) else None


def _rule(condition: RuleIs, facts: Facts, rule: Rule | None) -> Verdict:
    conclusion = facts.conclusions.get(condition.rule)
    if conclusion is None or conclusion.status == "not_applicable":
        return False
    among = {outcome in condition.says for outcome in conclusion.possible}
    if condition.certainty == "possible":
        return True in among
    return among.pop() if len(among) == 1 else None


def _rule_number(condition: RuleNumberIs, facts: Facts, rule: Rule | None) -> Verdict:
    results = facts.number(condition.rule_number)
    return compare(results, condition) if results else None


def _group(condition: GroupIs, facts: Facts, rule: Rule | None) -> Verdict:
    members = facts.library.groups[condition.group]
    words = facts.known.words
    return _any(_says(words[code], condition.says) for code in members if code in words)


def _count(condition: Count, facts: Facts, rule: Rule | None) -> Verdict:
    verdicts = tuple(_parts(condition.count, facts, rule))
    least = sum(verdict is True for verdict in verdicts)
    most = least + sum(verdict is None for verdict in verdicts)
    possible = {holds_for(number, condition) for number in range(least, most + 1)}
    return possible.pop() if len(possible) == 1 else None


def holds_for(number: Decimal | int, comparisons: Comparisons) -> bool:
    """Whether comparisons hold for one number."""
    return (
        (comparisons.gt is None or number > comparisons.gt)
        and (comparisons.ge is None or number >= comparisons.ge)
        and (comparisons.lt is None or number < comparisons.lt)
        and (comparisons.le is None or number <= comparisons.le)
    )


def _marked(condition: Marked, facts: Facts, rule: Rule | None) -> Verdict:
    return any(
        mark.kind == condition.marked and (not condition.of or mark.code in condition.of)
        for mark in facts.known.marks
    )


def _reported(condition: Reported, facts: Facts, rule: Rule | None) -> Verdict:
    return any(
        code in facts.conclusions and facts.conclusions[code].status != "not_applicable"
        for code in condition.reported
    )


def _known(condition: KnownOf, facts: Facts, rule: Rule | None) -> Verdict:
    return any(facts.known.states(code) for code in condition.known)


_JUDGES: Mapping[type, Callable[..., Verdict]] = {
    QuantityIs: lambda condition, facts, rule: compare(facts.values(condition.code), condition),
    CodedIs: _coded,
    RuleIs: _rule,
    RuleNumberIs: _rule_number,
    GroupIs: _group,
    KnownOf: _known,
    Marked: _marked,
    CautionFired: lambda condition, facts, rule: condition.caution in facts.fired,
    Reported: _reported,
    All: lambda condition, facts, rule: _all(_parts(condition.all, facts, rule)),
    Any_: lambda condition, facts, rule: _any(_parts(condition.any, facts, rule)),
    None_: lambda condition, facts, rule: _not(_any(_parts(condition.none, facts, rule))),
    Count: _count,
}
