"""When is it asked back, and what stands although it is unsure?"""

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from addons.ask_back import AskBack

SETTINGS = {"threshold": 0.4, "ambiguity_threshold": 0.0, "stands_from": {"alarm": 0.3}}


@pytest.mark.parametrize(
    ("intent", "confidence", "stays"),
    [
        ("topic", 0.4, "topic"),
        ("topic", 0.39, "nlu_fallback"),
        ("alarm", 0.3, "alarm"),
        ("alarm", 0.29, "nlu_fallback"),
    ],
)
def test_an_intent_stands_from_its_own_confidence_on(
    intent: str, confidence: float, stays: str
) -> None:
    ranked = {"name": intent, "confidence": confidence}
    message = Message({INTENT: ranked, INTENT_RANKING_KEY: [ranked]})
    AskBack({**AskBack.get_default_config(), **SETTINGS}).process([message])
    assert message.get(INTENT)["name"] == stays


def test_of_two_topics_the_classifier_was_sure_enough() -> None:
    ranked = {"name": "topic", "confidence": 0.36}
    message = Message({INTENT: ranked, INTENT_RANKING_KEY: [ranked], "also": "other"})
    AskBack({**AskBack.get_default_config(), **SETTINGS}).process([message])
    assert message.get(INTENT)["name"] == "topic"
