"""Which work-up does the knowledge base name for this case?"""

from b2m_core.contract.codes import NextStepCode
from b2m_core.reasoning.conditions import judge
from b2m_core.reasoning.facts import Facts


def next_steps(facts: Facts) -> tuple[NextStepCode, ...]:
    """The steps whose trigger holds and whose result is not known yet, in the file's order."""
    return tuple(
        step.code
        for step in facts.library.next_steps.values()
        if judge(step.when, facts)
        and not (step.done_when is not None and judge(step.done_when, facts))
    )
