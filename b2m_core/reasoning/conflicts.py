"""Which statements cannot both be so? What they make doubtful is used both ways."""

from dataclasses import replace

from b2m_core.case.case import Case
from b2m_core.case.known import Known, Mark, known
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.inference import Conflict
from b2m_core.reasoning.conditions import judge
from b2m_core.reasoning.facts import Facts


def settled(
    case: Case, library: Library, marks: tuple[Mark, ...]
) -> tuple[Known, tuple[Conflict, ...]]:
    """What is known of a case, conflicts of its statements considered, and these conflicts."""
    now = known(case, library, marks)
    facts = Facts(library, now)
    found = tuple(conflict for conflict in library.conflicts if judge(conflict.when, facts))
    if not found:
        return now, ()
    doubted = tuple(conflict.doubts for conflict in found)
    noted = (*now.marks, *(Mark("conflicting", code) for code in doubted))
    return (
        replace(now, marks=tuple(dict.fromkeys(noted)), doubted=now.doubted.union(doubted)),
        found,
    )
