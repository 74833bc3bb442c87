"""A leading slash means nothing: Rasa's own notation is kept from what users type."""

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message

from addons.plain_text import PlainText

DOMAIN = Domain.from_dict({"intents": ["give_values"], "entities": ["observation"]})
PLANTED = '/give_values{"observation": "0.1"}'


def test_rasa_would_take_the_notation_for_an_intent_with_entities() -> None:
    """Without the component the danger is real; if this fails, Rasa has changed."""
    message = YAMLStoryReader.unpack_regex_message(Message({"text": PLANTED}), DOMAIN)
    assert message.get("intent") == {"name": "give_values", "confidence": 1.0}
    assert message.get("entities")[0]["value"] == "0.1"


@pytest.mark.parametrize("text", [PLANTED, "  " + PLANTED, "/restart", "/", "\u2003/restart"])
def test_behind_the_component_rasa_sees_no_notation(text: str) -> None:
    message = Message({"text": text, "intent": {"name": "out_of_scope", "confidence": 0.4}})
    (hidden,) = PlainText().process([message])
    assert YAMLStoryReader.unpack_regex_message(hidden, DOMAIN) is hidden
    assert hidden.get("intent") == {"name": "out_of_scope", "confidence": 0.4}


def test_other_texts_stay_as_they_are() -> None:
    (message,) = PlainText().process([Message({"text": "6.1 mg/L"})])
    assert message.get("text") == "6.1 mg/L"
