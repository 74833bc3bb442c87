"""What of an assessment is about some rules alone?"""

from dataclasses import replace

from b2m_core.contract.codes import Asked, RuleCode
from b2m_core.knowledge.library import Library
from b2m_core.reasoning.models import Assessment
from b2m_core.reasoning.questions import MOST

CONDITION: Asked = "condition"


def focused(whole: Assessment, rules: tuple[RuleCode, ...], library: Library) -> Assessment:
    """The conclusions of ``rules``, with what makes these less sure and what they miss.

    A rule of whose inputs nothing is known has no conclusion; its inputs are asked for.
    """
    conclusions = tuple(c for c in whole.conclusions if c.rule in rules)
    cautions = (replace(f, rules=tuple(r for r in f.rules if r in rules)) for f in whole.cautions)
    asks: dict[Asked, None] = {}
    if any(conclusion.applies_if for conclusion in conclusions):
        asks[CONDITION] = None
    for code in rules:
        conclusion = whole.by_rule.get(code)
        asks.update(dict.fromkeys(conclusion.missing if conclusion else library.rules[code].inputs))
    questions = tuple(asked for asked in asks if asked in library.questions)
    return replace(
        whole,
        conclusions=conclusions,
        cautions=tuple(fired for fired in cautions if fired.by_itself or fired.rules),
        next_steps=(),
        questions=questions[:MOST],
    )
