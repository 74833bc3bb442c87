"""Dialogues with the running assistant, judged on its answers (``*.yml`` says how)."""

import secrets
from pathlib import Path
from typing import Any

import pytest
import yaml

from b2m_core.contract.models import Answer
from tests.conftest import RunningAssistant

DIALOGUES: list[dict[str, Any]] = [
    dialogue
    for file in sorted(Path(__file__).parent.glob("*.yml"))
    for dialogue in yaml.safe_load(file.read_text())
]
CLINICAL = ("findings", "cautions", "next_steps", "paragraphs")


def _said(turn: dict[str, Any]) -> str:
    if "says" in turn:
        return str(turn["says"])
    text, times = turn["says_repeated"]
    return str(text * times)


def _play(assistant: RunningAssistant, dialogue: dict[str, Any]) -> list[dict[str, Any]]:
    sender = secrets.token_hex(8)
    return [assistant.answer(sender, _said(turn)) for turn in dialogue["turns"]]


def _codes(answer: dict[str, Any], field: str, code: str = "code") -> list[str]:
    return [item[code] for item in answer[field]]


def _check(expected: dict[str, Any], answer: dict[str, Any]) -> None:
    """Compare one answer with everything that is listed for its turn."""
    for key, value in expected.items():
        match key:
            case "says" | "says_repeated":
                continue
            case "kind" | "topics":
                assert answer[key] == value
            case "observations":
                assert {o["code"]: o["value"] for o in answer["observations"]} == value
                assert len(answer["observations"]) == len(value)
            case "findings":
                findings = {finding["rule"]: finding for finding in answer["findings"]}
                for rule, fields in value.items():
                    assert {name: findings[rule][name] for name in fields} == fields
            case "no_findings":
                assert set(_codes(answer, "findings", "rule")) & set(value) == set()
            case "cautions" | "next_steps":
                assert set(value) - set(_codes(answer, key)) == set()
            case "no_cautions":
                assert set(_codes(answer, "cautions")) & set(value) == set()
            case "first_next_steps":
                assert _codes(answer, "next_steps")[: len(value)] == value
            case "asks":
                assert set(value) - set(_codes(answer, "questions", "asks")) == set()
            case "cites":
                assert set(value) - set(_codes(answer, "citations", "id")) == set()
            case "paragraphs_of":
                assert list(dict.fromkeys(_codes(answer, "paragraphs", "topic"))) == value
            case "unread":
                assert len(answer["unread"]) == value
            case "nothing_clinical":
                assert {field: answer[field] for field in CLINICAL} == {f: [] for f in CLINICAL}
            case _:
                raise AssertionError(f"{key} is nothing that a dialogue can expect")


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: str(dialogue["dialogue"]))
def test_the_assistant_answers_as_written_and_twice_alike(
    running_assistant: RunningAssistant, dialogue: dict[str, Any]
) -> None:
    """Every answer holds what its turn lists, keeps the contract, and comes again to the letter."""
    answers = _play(running_assistant, dialogue)
    for expected, answer in zip(dialogue["turns"], answers, strict=True):
        _check(expected, answer)
        Answer.model_validate(answer)
    assert _play(running_assistant, dialogue) == answers


def test_the_texts_of_the_messages_are_the_answer_in_words(
    running_assistant: RunningAssistant,
) -> None:
    """Rasa parts a text at blank lines; nothing of it gets lost, and one message has the answer."""
    messages = running_assistant.messages(secrets.token_hex(8), "β2M 6.1, creatinine 2.4")
    (answer,) = [said["custom"]["answer"] for said in messages if "custom" in said]
    assert "\n\n".join(said["text"] for said in messages if "text" in said) == answer["text"]


def test_conversations_do_not_know_of_each_other(running_assistant: RunningAssistant) -> None:
    one, other = secrets.token_hex(8), secrets.token_hex(8)
    running_assistant.answer(one, "β2M 6.1 mg/L")
    assert running_assistant.answer(other, "albumin 3.1 g/dL")["observations"] != []
    codes = _codes(running_assistant.answer(one, "creatinine 1.0 mg/dL"), "observations")
    assert codes == ["b2m_serum", "creatinine"]


def test_a_case_is_kept_over_many_turns(running_assistant: RunningAssistant) -> None:
    sender = secrets.token_hex(8)
    running_assistant.answer(sender, "β2M 6.1 mg/L")
    for _ in range(100):
        running_assistant.answer(sender, "thanks")
    answer = running_assistant.answer(sender, "albumin 3.1 g/dL")
    assert _codes(answer, "observations") == ["b2m_serum", "albumin"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not valid JSON"),
        (b'{"sender": "a", "mess', "not valid JSON"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[" * 5000, "not valid JSON"),
        (b"[]", "JSON object"),
        (b'"hello"', "JSON object"),
        (b'{"message": "hello"}', "'sender'"),
        (b'{"sender": null, "message": "hello"}', "'sender'"),
        (b'{"sender": "", "message": "hello"}', "'sender'"),
        (b'{"sender": 7, "message": "hello"}', "'sender'"),
        (b'{"sender": "a"}', "'message'"),
        (b'{"sender": "a", "message": 6.1}', "'message'"),
        (b'{"sender": "a", "message": ["b2m 6.1"]}', "'message'"),
        (b'{"sender": "' + b"a" * 300 + b'", "message": "hello"}', "'sender'"),
        (b" " * 1_000_001, "too large"),
    ],
)
def test_a_request_that_is_no_message_is_refused_with_what_to_do(
    running_assistant: RunningAssistant, body: bytes, words: str
) -> None:
    status, refused = running_assistant.post(body)
    assert status == 400
    assert list(refused) == ["error"]
    assert words in refused["error"]


@pytest.mark.parametrize("path", ["/conversations/a/tracker", "/model/parse", "/model", "/domain"])
def test_the_http_api_of_rasa_is_off(running_assistant: RunningAssistant, path: str) -> None:
    assert running_assistant.status(path) == 404
