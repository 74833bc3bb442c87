"""What does a turn change in the case?"""

from b2m_core.case.case import Case
from b2m_core.conversation.meaning import Meaning
from b2m_core.conversation.turn import Turn


def changed(case: Case, turn: Turn, meant: Meaning) -> Case:
    """The case after a turn: forgotten where that was asked for, then what the message says."""
    if meant.reply and meant.reply.forgets:
        case = Case()
    stated = turn.reading.observations
    return case.with_observations(stated, turn.today) if stated else case
