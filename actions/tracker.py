"""What a tracker says, as the core's own objects. Pure functions; nothing here acts."""

from datetime import date
from typing import Any

from rasa_sdk import Tracker

from b2m_core.contract.models import Observation
from b2m_core.conversation.meaning import GIVING_VALUES
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.reading.models import Reading, Spotted

FALLBACK = "nlu_fallback"
DEFAULT_AUDIENCE = "clinician"
LIKELY = 0.03
"""Less sure is nearly chance, and nothing that a message may mean."""


def turn_of(tracker: Tracker) -> Turn:
    """The latest message as a turn: what was meant, what was read, on which day, for whom.

    Raises ``KeyError`` or ``ValueError`` when the message did not come through our pipeline.
    """
    message = tracker.latest_message
    intent = message["intent"]["name"]
    ranking = message["intent_ranking"]
    names = [one["name"] for one in ranking if one["confidence"] >= LIKELY]
    also = message.get("also")
    reading = Reading.model_validate(message["reading"])
    if stated := _stated(message):
        intent, also, names, reading = GIVING_VALUES, None, [], stated
    return Turn(
        intent=intent,
        also=also,
        ranking=tuple(name for name in names if name not in (intent, FALLBACK)),
        reading=reading,
        today=date.fromisoformat(message["today"]),
        audience=tracker.slots.get("audience") or _audience_of(message) or DEFAULT_AUDIENCE,
    )


def conversation_of(tracker: Tracker) -> Conversation:
    """What is remembered, nothing at the start; raises ``ValueError`` when damaged."""
    return Conversation.model_validate(tracker.slots.get("conversation") or {})


def _stated(message: dict[str, Any]) -> Reading | None:
    """The observations that the channel gives instead of words, if it gives any."""
    given = (message.get("metadata") or {}).get("observations") or ()
    stated = [Observation.model_validate(each) for each in given]
    spotted = tuple(Spotted(observation=each, start=0, end=0) for each in stated)
    return Reading(spotted=spotted) if spotted else None


def _audience_of(message: dict[str, Any]) -> object:
    """For whom the channel wants the answers worded, if it says so; the turn checks the word."""
    return (message.get("metadata") or {}).get("audience")
