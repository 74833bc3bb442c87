"""Which of several patients does a message choose that another message told apart?"""

from b2m_core.contract.codes import Asked
from b2m_core.conversation.meaning import GIVING_VALUES
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import Library
from b2m_core.reading.models import Chosen, Described, Reading

ASKS: Asked = "patient"


def chosen(turn: Turn, before: Conversation) -> Turn:
    """The turn, had it stated what is known of the patient that it chooses, as of a new one.

    A bare number or letter chooses only where this was asked.
    """
    said = turn.reading.chosen
    if said is None or (said.plain and ASKS not in before.asked):
        return turn
    patient = _meant(said, before.patients)
    if patient is None:
        return turn
    reading = Reading(spotted=patient.spotted, unplaced=patient.unplaced, next_patient=True)
    return turn.model_copy(update={"intent": GIVING_VALUES, "also": None, "reading": reading})


def _meant(said: Chosen, patients: tuple[Described, ...]) -> Described | None:
    """The patient with this label, else the one at this place."""
    labelled = [patient for patient in patients if patient.word == said.word]
    if labelled:
        return labelled[0]
    return patients[said.place - 1] if said.place and said.place <= len(patients) else None


def offered(patients: tuple[Described, ...], library: Library) -> tuple[str, ...]:
    """What is offered to choose: the label of each patient, else its place."""
    options = library.phrases.patients.options
    return tuple(
        patient.label or option for patient, option in zip(patients, options, strict=False)
    )
