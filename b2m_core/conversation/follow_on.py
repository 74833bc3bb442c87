"""Does a message carry the question before it over to something else: ``and in CLL?``"""

from typing import Final

from b2m_core.contract.codes import TopicCode
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import Library

FOLLOWING: Final = "follow_on"
QUESTION_MARK: Final = "?"
IMPLIED: Final = frozenset({"prognosis"})
"""What values alone ask: the kind of topics that say what a value means."""


def followed_on(turn: Turn, before: Conversation, library: Library) -> Turn:
    """The turn, had it asked its question in full; itself where it does not follow on.

    It does where nothing else is likelier. The topic that asks the same about what the message
    names is a relation in the topics; values alone ask what they mean. What the message states is
    never taken for such a question, and what such a question names is no fact.
    """
    reply, reading = library.phrases.replies.get(turn.intent), turn.reading
    stated = any(not one.as_written.endswith(QUESTION_MARK) for one in reading.observations)
    likeliest = turn.intent if turn.intent == FOLLOWING else next(iter(turn.ranking), None)
    if (
        reply is None
        or not reply.follows
        or likeliest != FOLLOWING
        or stated
        or reading.supposed
        or reading.withdrawn
    ):
        return turn
    asked = reading.model_copy(update={"spotted": ()})
    return turn.model_copy(
        update={"intent": _sibling(turn, before, library) or turn.intent, "reading": asked}
    )


def _sibling(turn: Turn, before: Conversation, library: Library) -> TopicCode | None:
    """The first topic that asks what was asked last about something that is named now."""
    named = set(turn.reading.named)
    last: list[tuple[TopicCode | None, frozenset[str]]] = [
        (code, frozenset(library.topics[code].asks)) for code in before.topics
    ]
    if not last and before.case.entries:
        last = [(None, IMPLIED)]
    for asking, asked in last:
        for code, topic in library.topics.items():
            if code != asking and asked & set(topic.asks) and named & set(topic.about):
                return code
    return None
