"""Two questions in one message are two, and one question stays one."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent

from b2m_cli.model import trained_model
from tests.nlu.test_intents import AROUND, HELD_OUT, every_source

TWO: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "two_topics.yml").read_text(encoding="utf-8")
)
MOST_TAKEN_FOR_TWO = 0.005

Topics = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def topics() -> Topics:
    agent = Agent.load(str(trained_model()))

    def asked(text: str) -> list[str]:
        understood = asyncio.run(agent.parse_message(text))
        also = understood.get("also")
        return [understood["intent"]["name"], *([also] if also else [])]

    return asked


@pytest.mark.parametrize("two", TWO, ids=lambda two: str(two["asked"]))
def test_two_questions_are_two_topics_in_the_order_asked(
    topics: Topics, two: dict[str, Any]
) -> None:
    assert topics(two["asked"]) == two["topics"]


@every_source
def test_one_question_is_hardly_ever_taken_for_two(topics: Topics, source: str) -> None:
    """Also not in the middle of a longer message."""
    held_out = HELD_OUT[source]
    said = [
        phrase
        for kind in ("topics", "refused", "others")
        for phrases in held_out[kind].values()
        for phrase in phrases
    ]
    said += held_out["none"]
    said += [AROUND[place % len(AROUND)].format(phrase) for place, phrase in enumerate(said)]
    two = [phrase for phrase in said if len(topics(phrase)) > 1]
    assert len(two) <= MOST_TAKEN_FOR_TWO * len(said)
