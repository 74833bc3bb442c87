"""One message, and what a conversation remembers from one message to the next."""

from datetime import date

from b2m_core.case.case import Case
from b2m_core.contract.codes import Asked, Audience, TopicCode
from b2m_core.contract.models import Frozen
from b2m_core.reading.models import Described, Reading, Spotted, Unplaced


class Turn(Frozen):
    """One message: what the user most likely wants, what the message says, and on which day.

    ``intent`` is a topic's code or the name of a reply of the knowledge base; ``ranking`` holds
    what else it may be, best first. ``also`` is the second topic, where two are asked for.
    """

    intent: str
    also: TopicCode | None = None
    ranking: tuple[str, ...] = ()
    reading: Reading
    today: date
    audience: Audience


class Conversation(Frozen):
    """Everything that the next turn depends on, as one JSON object.

    ``case`` is what is known of the current patient, ``earlier`` what was known before the last
    change of it (null: nothing to go back to). ``asked`` is what the last answer asked. ``numbers``
    are the numbers of the last message with values: used, or waiting for a unit or a specimen.
    ``topics`` are those that were answered last.
    ``patients`` are those that a message told apart and that can be chosen.
    ``lost`` says that the last message was not understood.
    """

    case: Case = Case()
    earlier: Case | None = None
    asked: tuple[Asked, ...] = ()
    numbers: tuple[Spotted | Unplaced, ...] = ()
    topics: tuple[TopicCode, ...] = ()
    patients: tuple[Described, ...] = ()
    lost: bool = False
