"""Between two turns the slots are kept, the words are not, and the number has a limit."""

import asyncio
from pathlib import Path

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import read_endpoint_config

from addons import latest_session
from addons.latest_session import LatestSession

ROOT = Path(__file__).parents[2]
DOMAIN = Domain.from_yaml("slots: {case: {type: any, mappings: [{type: custom}]}}")
TURN = [
    ActionExecuted("action_session_start"),
    SessionStarted(),
    ActionExecuted("action_listen"),
    UserUttered("what the user wrote"),
    ActionExecuted("action_respond"),
    BotUttered("what was answered"),
]
NEXT = [
    ActionExecuted("action_session_start"),
    SessionStarted(),
    SlotSet("case", {"turn": 1}),
]


def saved(store: LatestSession, sender: str, events: list[Event]) -> DialogueStateTracker:
    tracker = DialogueStateTracker.from_events(sender, events, DOMAIN.slots)
    asyncio.run(store.save(tracker))
    return asyncio.run(store.retrieve(sender))


def test_the_slots_go_on_and_the_words_are_gone() -> None:
    store = LatestSession(DOMAIN)
    kept = saved(store, "somebody", [*TURN, *NEXT])
    assert list(kept.events) == NEXT
    assert kept.get_slot("case") == {"turn": 1}
    assert b"wrote" not in store.store["somebody"]
    assert b"answered" not in store.store["somebody"]


def test_a_turn_that_failed_loses_nothing() -> None:
    kept = saved(LatestSession(DOMAIN), "somebody", [*NEXT, *TURN[2:]])
    assert list(kept.events) == [*NEXT, *TURN[2:]]


def test_an_unknown_conversation_is_none() -> None:
    assert asyncio.run(LatestSession(DOMAIN).retrieve("nobody")) is None


def test_beyond_the_limit_the_one_silent_longest_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(latest_session, "MAX_CONVERSATIONS", 2)
    store = LatestSession(DOMAIN)
    for sender in ("first", "second", "first", "third"):
        saved(store, sender, NEXT)
    assert list(store.store) == ["first", "third"]


def test_rasa_uses_it() -> None:
    """Rasa falls back to its own store, with a warning, where it does not find the class."""
    settings = read_endpoint_config(str(ROOT / "endpoints.yml"), "tracker_store")
    assert isinstance(TrackerStore.create(settings, DOMAIN), LatestSession)
