"""Trackers as Rasa posts them to the action server, cut to what is looked at."""

from datetime import date
from typing import Any

from rasa_sdk import Tracker

from b2m_core.knowledge.library import load_library
from b2m_core.reading.models import Reading
from b2m_core.reading.reader import Reader

TODAY = date(2026, 11, 22)


def reading(text: str) -> Reading:
    """What a text says on the fixed day."""
    return Reader(load_library()).read(text, TODAY)


def tracker_state(intent: str, text: str = "", **slots: Any) -> dict[str, Any]:
    """The posted state after a message with this intent, and what the reader made of ``text``."""
    ranking = [{"name": intent, "confidence": 0.6}, {"name": "help", "confidence": 0.2}]
    return {
        "sender_id": "ward-3",
        "slots": {"conversation": None, "audience": None} | slots,
        "latest_message": {
            "intent": ranking[0],
            "intent_ranking": ranking,
            "entities": [],
            "reading": reading(text).model_dump(mode="json"),
            "today": TODAY.isoformat(),
        },
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }


def tracker(intent: str, text: str = "", **slots: Any) -> Tracker:
    """The same as rasa-sdk hands it to an action."""
    return Tracker.from_dict(tracker_state(intent, text, **slots))
