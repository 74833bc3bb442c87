"""The one action: an answer in every case, and the case kept only when all went well."""

import asyncio
import logging
import time
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import respond as action
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import load_library
from b2m_core.respond import notice, respond
from tests.actions.trackers import TODAY, reading, tracker

LIBRARY = load_library()
TEXT = "β2M 6.1, creatinine 2.4"
Said = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _run(intent: str, text: str, **slots: Any) -> Said:
    dispatcher = CollectingDispatcher()
    run = action.ActionRespond(LIBRARY).run(dispatcher, tracker(intent, text, **slots), {})
    events = asyncio.run(run)
    return [{k: m[k] for k in ("text", "custom")} for m in dispatcher.messages], events


def _messages(answer: Any) -> list[dict[str, Any]]:
    return [
        {"text": answer.text, "custom": {}},
        {"text": None, "custom": {"answer": answer.model_dump(mode="json")}},
    ]


def test_a_turn_is_one_answer_of_the_core_in_words_and_as_an_object() -> None:
    turn = Turn(
        intent="give_values",
        ranking=("help",),
        reading=reading(TEXT),
        today=TODAY,
        audience="clinician",
    )
    answer, after = respond(turn, Conversation(), LIBRARY)
    messages, events = _run("give_values", TEXT)
    assert messages == _messages(answer)
    assert [event["event"] for event in events] == [
        "action",
        "session_started",
        "slot",
        "slot",
        "followup",
    ]
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert slots == {"conversation": after.model_dump(mode="json"), "audience": "clinician"}


def test_a_failure_is_said_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(f"cannot work on {TEXT}")

    monkeypatch.setattr(action, "respond", broken)
    with caplog.at_level(logging.DEBUG):
        assert _run("give_values", TEXT) == (_messages(notice("failed", LIBRARY)), [])
    assert "RuntimeError" in caplog.text
    assert TEXT not in caplog.text


def test_a_damaged_memory_is_a_failure_like_any_other() -> None:
    messages, events = _run("give_values", TEXT, conversation={"patient": "?"})
    assert (messages, events) == (_messages(notice("failed", LIBRARY)), [])


def test_what_takes_too_long_is_said_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action, "respond", lambda *_: time.sleep(0.2))
    monkeypatch.setattr(action, "DEADLINE_S", 0.01)
    assert _run("give_values", TEXT) == (_messages(notice("slow", LIBRARY)), [])
