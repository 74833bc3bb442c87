"""A conversation of three hundred turns keeps its case, and no turn costs more than another.

What Rasa replays and posts to the action server in every turn are the tracker's events: where
their number does not grow, the turn does not become slower. No time is measured.
"""

import asyncio
import secrets
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import CollectingOutputChannel
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions.respond import ActionRespond
from b2m_cli.model import trained_model
from b2m_core.knowledge.library import load_library

TURNS = 300
SAID = [
    "β2M 6.1 mg/L",
    "albumin 3.1 g/dL",
    "how does kidney function affect b2m?",
    "thanks",
    "why",
    "creatinine 1.0 mg/dL",
    "qwxz",
    "what do you have so far",
]


class _Actions(EndpointConfig):  # type: ignore[misc]  # Rasa ships no types
    """The action server without a server; keeps how many events each call was handed."""

    def __init__(self) -> None:
        super().__init__("http://none")
        self.events: list[list[str]] = []
        self._executor = ActionExecutor()
        self._executor.register_action(ActionRespond(load_library()))

    async def request(self, *_: object, json: dict[str, Any], **__: object) -> Any:
        self.events.append([event["event"] for event in json["tracker"]["events"]])
        return await self._executor.run(json)


async def _played(model: Path, actions: _Actions, sender: str) -> dict[str, Any]:
    """The answer to the last of all turns."""
    agent = Agent.load(str(model), action_endpoint=actions)
    for turn in range(TURNS):
        collector = CollectingOutputChannel()
        await agent.handle_message(UserMessage(SAID[turn % len(SAID)], collector, sender))
    (answer,) = [said["custom"]["answer"] for said in collector.messages if "custom" in said]
    return dict(answer)


@pytest.fixture(scope="module")
def actions() -> _Actions:
    return _Actions()


@pytest.fixture(scope="module")
def last_answer(actions: _Actions) -> dict[str, Any]:
    return asyncio.run(_played(trained_model(), actions, secrets.token_hex(8)))


def test_the_case_is_kept_to_the_last_turn(last_answer: dict[str, Any]) -> None:
    known = {seen["code"]: seen["value"] for seen in last_answer["observations"]}
    assert known == {"b2m_serum": 6.1, "albumin": 3.1, "creatinine": 1.0}


def test_a_turn_is_handed_no_more_events_late_than_early(
    last_answer: dict[str, Any], actions: _Actions
) -> None:
    counts = [len(events) for events in actions.events]
    assert len(counts) == TURNS
    assert max(counts[10:]) <= max(counts[:10])


def test_no_turn_falls_back_by_reverting(last_answer: dict[str, Any], actions: _Actions) -> None:
    """``action_default_fallback`` reverts the user's words, and a revert replays everything."""
    assert {event for events in actions.events for event in events} & {"rewind", "undo"} == set()
