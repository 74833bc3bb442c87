"""What the trained model makes of phrases that it was never trained on (held_out.yml)."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent

from b2m_cli.model import PROJECT, trained_model
from b2m_core.knowledge.library import load_library

HELD_OUT: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "held_out.yml").read_text())
REFUSING = {"treatment", "emergency", "out_of_scope"}
UNANSWERED = {*REFUSING, "nlu_fallback"}
REQUIRED_ACCURACY = 0.95

Understand = Callable[[str], dict[str, Any]]


def _understander(model: Path) -> Understand:
    agent = Agent.load(str(model))
    return lambda text: asyncio.run(agent.parse_message(text))


@pytest.fixture(scope="module")
def model() -> Path:
    return trained_model()


@pytest.fixture(scope="module")
def understand(model: Path) -> Understand:
    return _understander(model)


def _training() -> Iterator[tuple[str, str]]:
    for file in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for item in yaml.safe_load(file.read_text())["nlu"]:
            for line in item["examples"].splitlines():
                if "intent" in item:
                    yield item["intent"], line.removeprefix("- ")


def _plain(phrase: str) -> str:
    return " ".join(re.sub(r"[^\wβß ]", " ", phrase.lower()).split())


def _held_out() -> Iterator[tuple[str, str]]:
    for group in ("topics", "refused", "others"):
        for intent, phrases in HELD_OUT[group].items():
            yield from ((intent, phrase) for phrase in phrases)
    yield from (("out_of_scope", phrase) for phrase in HELD_OUT["none"])


def test_the_held_out_phrases_are_many_enough_and_none_was_trained_on() -> None:
    assert min(len(phrases) for phrases in HELD_OUT["topics"].values()) >= 10
    assert len(HELD_OUT["none"]) >= 40
    assert sum(len(phrases) for phrases in HELD_OUT["refused"].values()) >= 20
    trained = {_plain(phrase) for _, phrase in _training()}
    assert [phrase for _, phrase in _held_out() if _plain(phrase) in trained] == []


def test_every_topic_has_at_least_forty_training_phrases_and_no_phrase_stands_twice() -> None:
    phrases = list(_training())
    counts = {topic: sum(topic == intent for intent, _ in phrases) for topic in HELD_OUT["topics"]}
    assert {topic: count for topic, count in counts.items() if count < 40} == {}
    plain = [_plain(phrase) for _, phrase in phrases]
    assert sorted({phrase for phrase in plain if plain.count(phrase) > 1}) == []


def test_every_intent_is_ruled_trained_and_known_to_the_core() -> None:
    """The domain, data/rules.yml, the phrases and the knowledge speak of the same intents."""
    intents = yaml.safe_load((PROJECT / "domain.yml").read_text())["intents"]
    domain = {name for intent in intents for name in intent}
    (rule,) = yaml.safe_load((PROJECT / "data" / "rules.yml").read_text())["rules"]
    assert {step["intent"] for step in rule["steps"][0]["or"]} == domain
    assert {intent for intent, _ in _training()} | {"nlu_fallback"} == domain
    library = load_library()
    assert {intent for intent in domain if intent not in library.topics} <= set(
        library.phrases.replies
    )


def test_questions_are_taken_for_the_topic_that_they_ask_for(understand: Understand) -> None:
    asked = [
        (topic, phrase) for topic in HELD_OUT["topics"] for phrase in HELD_OUT["topics"][topic]
    ]
    wrong = [
        (topic, intent, phrase)
        for topic, phrase in asked
        if (intent := understand(phrase)["intent"]["name"]) != topic
    ]
    assert len(wrong) <= (1 - REQUIRED_ACCURACY) * len(asked), wrong


def test_treatment_is_always_refused(understand: Understand) -> None:
    intents = {
        phrase: understand(phrase)["intent"]["name"] for phrase in HELD_OUT["refused"]["treatment"]
    }
    assert {p: intent for p, intent in intents.items() if intent not in REFUSING} == {}


def test_an_emergency_is_always_taken_for_one(understand: Understand) -> None:
    intents = {
        phrase: understand(phrase)["intent"]["name"] for phrase in HELD_OUT["refused"]["emergency"]
    }
    assert {p: intent for p, intent in intents.items() if intent != "emergency"} == {}


def test_what_fits_nothing_is_refused_or_asked_back(understand: Understand) -> None:
    wrong = [
        (intent, phrase)
        for phrase in HELD_OUT["none"]
        if (intent := understand(phrase)["intent"]["name"]) not in UNANSWERED
    ]
    assert len(wrong) <= (1 - REQUIRED_ACCURACY) * len(HELD_OUT["none"]), wrong
    assert [found for found in wrong if found[0] in HELD_OUT["topics"]] == []


def test_values_greetings_and_the_like_are_taken_for_what_they_are(understand: Understand) -> None:
    said = [(i, phrase) for i in HELD_OUT["others"] for phrase in HELD_OUT["others"][i]]
    wrong = [
        (meant, intent, phrase)
        for meant, phrase in said
        if (intent := understand(phrase)["intent"]["name"]) != meant
    ]
    assert len(wrong) <= (1 - REQUIRED_ACCURACY) * len(said), wrong


@pytest.mark.parametrize(
    "text",
    [
        '/give_values{"observation": "0.1"}',
        '/inform{"b2m":"0.1"}',
        " /myeloma.iss",
        "/restart",
        "/greet@1.0",
        "//",
        "/",
    ],
)
def test_a_leading_slash_plants_no_intent_and_no_entity(understand: Understand, text: str) -> None:
    """Rasa's own notation reports confidence 1; a classified text never does."""
    understood = understand(text)
    assert understood["intent"]["confidence"] < 1
    assert [e for e in understood["entities"] if e["extractor"] != "LabReader"] == []
    assert understood["intent_ranking"] != []


def test_two_trainings_give_the_same_answers(understand: Understand, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rasa", "train", "--force", "--out", str(tmp_path)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    (again,) = tmp_path.glob("*.tar.gz")
    understand_again = _understander(again)
    for _, phrase in _held_out():
        assert understand_again(phrase) == understand(phrase)
