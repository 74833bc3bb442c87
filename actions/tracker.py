"""What a tracker says, as the core's own objects. Pure functions; nothing here acts."""

from datetime import date
from typing import Any

from rasa_sdk import Tracker

from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.reading.models import Reading

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
    likely = [one["name"] for one in ranking if one["confidence"] >= LIKELY]
    return Turn(
        intent=intent,
        also=message.get("also"),
        ranking=tuple(name for name in likely if name not in (intent, FALLBACK)),
        reading=Reading.model_validate(message["reading"]),
        today=date.fromisoformat(message["today"]),
        audience=tracker.slots.get("audience") or _audience_of(message) or DEFAULT_AUDIENCE,
    )


def conversation_of(tracker: Tracker) -> Conversation:
    """What is remembered, nothing at the start; raises ``ValueError`` when damaged."""
    return Conversation.model_validate(tracker.slots.get("conversation") or {})


def _audience_of(message: dict[str, Any]) -> object:
    """For whom the channel wants the answers worded, if it says so; the turn checks the word."""
    return (message.get("metadata") or {}).get("audience")
