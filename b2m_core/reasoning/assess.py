"""What follows from a case. Read ``assess`` first, then ``_conclude``.

``assess`` says what is known (``conflicts``), goes through the rules in their order, and then
through cautions, next steps and questions. ``_conclude`` asks whether a rule speaks at all
(``gates``), and if so gathers over all completions (``completions``, on ``cells``) what is
possible, why (``because``) and what is missing (``missing``). Formulas and trends have modules of
their own.
"""

from b2m_core.case.case import Case
from b2m_core.case.known import Mark
from b2m_core.contract.codes import PresenceCode, RuleCode
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.rules import Formula, Rule
from b2m_core.reasoning import formulas
from b2m_core.reasoning.because import because
from b2m_core.reasoning.cautions import cautions
from b2m_core.reasoning.completions import Completions
from b2m_core.reasoning.conflicts import settled
from b2m_core.reasoning.facts import Facts
from b2m_core.reasoning.gates import gate
from b2m_core.reasoning.missing import missing
from b2m_core.reasoning.models import Assessment, Conclusion
from b2m_core.reasoning.next_steps import next_steps
from b2m_core.reasoning.questions import questions


def assess(
    case: Case,
    library: Library,
    *,
    asked_for: tuple[RuleCode, ...] = (),
    marks: tuple[Mark, ...] = (),
) -> Assessment:
    """Everything that follows from a case.

    ``asked_for`` are rules that the user named: they are evaluated, or reported as not applicable,
    although nothing opens them. ``marks`` are those that reading made of values it did not use.
    """
    known, conflicts = settled(case, library, marks)
    facts = Facts(library, known)
    for rule in library.rules.values():
        conclusion = _conclude(rule, facts, asked=rule.code in asked_for)
        if conclusion is not None:
            facts.conclusions[rule.code] = conclusion
    fired = cautions(facts)
    steps = next_steps(facts)
    return Assessment(
        conclusions=tuple(facts.conclusions.values()),
        cautions=fired,
        next_steps=steps,
        questions=questions(facts),
        conflicts=conflicts,
        known=known,
        cells=sum(conclusion.cells for conclusion in facts.conclusions.values()),
    )


def _conclude(rule: Rule, facts: Facts, *, asked: bool) -> Conclusion | None:
    """What one rule concludes, null when it is left out."""
    passed = gate(rule, facts, asked=asked)
    if passed.left_out:
        return None
    if passed.not_applicable:
        return Conclusion(rule.code, "not_applicable", because_of=passed.because_of)
    if rule.formula is not None:
        return _computed(rule, rule.formula, facts, passed.applies_if)
    return _classified(rule, facts, passed.applies_if)


def _computed(
    rule: Rule, formula: Formula, facts: Facts, applies_if: PresenceCode | None
) -> Conclusion | None:
    """The number of a formula, or one number for each word that is not known."""
    inputs = facts.inputs(rule.code)
    numbers = formulas.reported(formula, inputs) if inputs else ()
    if not inputs or not numbers:
        return None
    open_ = [code for code, choices in inputs.items() if len(choices) > 1 and len(numbers) > 1]
    return Conclusion(
        rule.code,
        "definite" if len(numbers) == 1 else "possible",
        applies_if,
        possible=numbers,
        missing=tuple(sorted(open_, key=rule.inputs.index)),
        narrows=tuple(len(numbers) - 1 for _ in open_),
        cells=len(facts.number(rule.code)),
    )


def _classified(rule: Rule, facts: Facts, applies_if: PresenceCode | None) -> Conclusion:
    """What a table, a score or a trend gives over all completions."""
    completions = Completions(rule, facts)
    reached = completions.outcomes(rule)
    possible = tuple(word for word, truth in reached.items() if truth & completions.valid)
    found = missing(completions)
    return Conclusion(
        rule.code,
        "definite" if len(possible) == 1 else "possible",
        applies_if,
        possible=possible,
        because=because(completions),
        missing=tuple(found),
        narrows=tuple(found.values()),
        cells=completions.size,
    )
