"""What does a turn change in the case, and what does it suppose of it?"""

from collections.abc import Iterable

from b2m_core.case.case import Case
from b2m_core.contract.codes import ObservationCode
from b2m_core.contract.models import Observation
from b2m_core.conversation.meaning import Meaning
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import Library
from b2m_core.reading.models import Spotted, Unplaced, Withdrawn
from b2m_core.reasoning.facts import DISEASES

PRESENT = "present"


def changed(before: Conversation, turn: Turn, meant: Meaning, library: Library) -> Conversation:
    """The conversation after a turn, but for what its answer asks.

    The case is forgotten where that was asked for; then goes what is taken back, then comes what
    the message says. What takes the place of a value that is taken back is of the same day.
    """
    if turn.reading.next_patient or (meant.reply and meant.reply.forgets):
        before = Conversation()
    case, stated = before.case, list(turn.reading.observations)
    for withdrawn in turn.reading.withdrawn:
        if withdrawn.code is None:
            case = before.earlier or case
            continue
        gone = _taken_back(withdrawn, case, library)
        stated = [_of_the_day_of(gone, observation) for observation in stated]
        case = case.without(gone)
    if stated:
        case = case.with_observations(stated, turn.today)
    if case == before.case:
        return Conversation(
            case=case, earlier=before.earlier, numbers=_numbers(turn) or before.numbers
        )
    return Conversation(case=case, earlier=before.case, numbers=_numbers(turn))


def _numbers(turn: Turn) -> tuple[Spotted | Unplaced, ...]:
    """The numbers of a message that a unit or a specimen named later may still be about."""
    used = (read for read in turn.reading.spotted if read.written)
    unused = (read for read in turn.reading.unplaced if read.written and read.code)
    return (*used, *unused)


def supposed(case: Case, turn: Turn, library: Library) -> Case:
    """The case as it is supposed for one answer. A disease that is supposed replaces the others."""
    observations = tuple(spotted.observation for spotted in turn.reading.supposed)
    diseases = library.groups.get(DISEASES, ())
    if any(one.code in diseases and one.value == PRESENT for one in observations):
        case = case.without(one for one in case.observations if one.code in diseases)
    return case.with_observations(observations, turn.today)


def _taken_back(withdrawn: Withdrawn, case: Case, library: Library) -> tuple[Observation, ...]:
    """What a withdrawal is about: one value, or all of a code and what was said of its level."""
    codes: set[ObservationCode | None] = {withdrawn.code}
    codes.update(level.code for level in library.levels.values() if level.value == withdrawn.code)
    return tuple(
        observation
        for observation in case.observations
        if observation.code in codes and withdrawn.value in (None, observation.value)
    )


def _of_the_day_of(gone: Iterable[Observation], observation: Observation) -> Observation:
    """What replaces a value that is gone, of its day where it has none of its own."""
    days = [one.effective for one in gone if one.code == observation.code and one.effective]
    if observation.effective or not days:
        return observation
    return observation.model_copy(update={"effective": days[-1]})
