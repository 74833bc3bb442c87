"""What a tracker says, as the core's own objects. Pure functions; nothing here acts."""

from datetime import date
from typing import Any

from rasa_sdk import Tracker

from b2m_core.case.case import Case
from b2m_core.reading.models import Personal, Reading, Spotted, Unplaced
from b2m_core.respond import Turn

FALLBACK = "nlu_fallback"
DEFAULT_AUDIENCE = "clinician"


def turn_of(tracker: Tracker) -> Turn:
    """The latest message as a turn: what was meant, what was read, on which day, for whom.

    Raises ``KeyError`` or ``ValueError`` when the message did not come through our pipeline.
    """
    message = tracker.latest_message
    intent = message["intent"]["name"]
    names = [ranked["name"] for ranked in message["intent_ranking"]]
    return Turn(
        intent=intent,
        ranking=tuple(name for name in names if name not in (intent, FALLBACK)),
        reading=_reading(message["entities"]).model_copy(
            update={"language": message.get("language")}
        ),
        today=date.fromisoformat(message["today"]),
        audience=tracker.slots.get("audience") or _audience_of(message) or DEFAULT_AUDIENCE,
    )


def case_of(tracker: Tracker) -> Case:
    """The case of the current patient, empty at the start; raises ``ValueError`` when damaged."""
    return Case.model_validate(tracker.slots.get("case") or {})


def _audience_of(message: dict[str, Any]) -> object:
    """For whom the channel wants the answers worded, if it says so; the turn checks the word."""
    return (message.get("metadata") or {}).get("audience")


def _reading(entities: list[dict[str, object]]) -> Reading:
    """What the reader put on the message's entities, in their order."""
    return Reading(
        spotted=tuple(
            Spotted.model_validate(entity["observation"])
            for entity in entities
            if entity["entity"] == "observation"
        ),
        unplaced=tuple(
            Unplaced.model_validate(entity["unplaced"])
            for entity in entities
            if entity["entity"] == "unplaced"
        ),
        personal=tuple(
            Personal.model_validate(entity["personal"])
            for entity in entities
            if entity["entity"] == "personal"
        ),
    )
