"""Dialogues with the running assistant, judged on its answers (``README.md`` says how)."""

import secrets
from pathlib import Path
from typing import Any

import pytest
import yaml

from b2m_core.contract.models import Answer
from tests.conftest import RunningAssistant
from tests.conversations.expectations import failed
from tests.conversations.grounding import ungrounded

DIALOGUES: list[dict[str, Any]] = [
    dialogue
    for file in sorted(Path(__file__).parent.glob("*.yml"))
    for dialogue in yaml.safe_load(file.read_text(encoding="utf-8"))
]
CONCLUDED = ("findings", "cautions", "next_steps", "questions")
LEAST_DIALOGUES = 120


def _said(turn: dict[str, Any]) -> str:
    if "says" in turn:
        return str(turn["says"])
    text, times = turn["says_repeated"]
    return str(text * times)


def _play(assistant: RunningAssistant, dialogue: dict[str, Any]) -> list[dict[str, Any]]:
    sender = secrets.token_hex(8)
    return [assistant.answer(sender, _said(turn)) for turn in dialogue["turns"]]


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: str(dialogue["dialogue"]))
def test_the_assistant_answers_as_written_and_twice_alike(
    running_assistant: RunningAssistant, dialogue: dict[str, Any]
) -> None:
    """Every answer holds what its turn lists, is grounded, and comes again to the letter."""
    answers = _play(running_assistant, dialogue)
    for turn, answer in zip(dialogue["turns"], answers, strict=True):
        expected = {
            key: value
            for key, value in turn.items()
            if key not in ("says", "says_repeated", "concludes_as")
        }
        assert failed(expected, answer) == [], (turn, answer)
        assert ungrounded(Answer.model_validate(answer)) == []
        if "concludes_as" in turn:
            plainly = running_assistant.answer(secrets.token_hex(8), turn["concludes_as"])
            assert {part: answer[part] for part in CONCLUDED} == {
                part: plainly[part] for part in CONCLUDED
            }
    assert _play(running_assistant, dialogue) == answers


def test_there_are_dialogues_of_every_length_and_no_two_of_one_name() -> None:
    assert len(DIALOGUES) >= LEAST_DIALOGUES
    names = [dialogue["dialogue"] for dialogue in DIALOGUES]
    assert sorted(set(names)) == sorted(names)
    lengths = {dialogue["dialogue"]: len(dialogue["turns"]) for dialogue in DIALOGUES}
    assert {name: length for name, length in lengths.items() if not 3 <= length <= 8} == {}
