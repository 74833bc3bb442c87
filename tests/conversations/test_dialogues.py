"""Dialogues with the running assistant, judged on its answers (``*.yml`` says how)."""

import secrets
from collections.abc import Callable
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
Check = Callable[[Any, dict[str, Any]], bool]
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


def _named(field: str, code: str = "code") -> Check:
    """All that is listed is there."""
    return lambda listed, answer: set(listed) <= set(_codes(answer, field, code))


def _not_named(field: str, code: str = "code") -> Check:
    """Nothing that is listed is there."""
    return lambda listed, answer: not set(listed) & set(_codes(answer, field, code))


def _observed(field: str) -> Check:
    """The observations are exactly those that are listed."""
    return lambda listed, answer: (
        sorted(listed.items()) == sorted((seen["code"], seen["value"]) for seen in answer[field])
    )


def _findings(listed: dict[str, Any], answer: dict[str, Any]) -> bool:
    findings = {finding["rule"]: finding for finding in answer["findings"]}
    return all(findings[rule].items() >= fields.items() for rule, fields in listed.items())


CHECKS: dict[str, Check] = {
    "kind": lambda kind, answer: answer["kind"] == kind,
    "topics": lambda topics, answer: answer["topics"] == topics,
    "observations": _observed("observations"),
    "hypothetical": _observed("hypothetical"),
    "findings": _findings,
    "no_findings": _not_named("findings", "rule"),
    "cautions": _named("cautions"),
    "no_cautions": _not_named("cautions"),
    "next_steps": _named("next_steps"),
    "first_next_steps": lambda s, answer: _codes(answer, "next_steps")[: len(s)] == s,
    "asks": _named("questions", "asks"),
    "cites": _named("citations", "id"),
    "paragraphs_of": lambda topics, answer: {*_codes(answer, "paragraphs", "topic")} == {*topics},
    "unread": lambda count, answer: len(answer["unread"]) == count,
    "nothing_clinical": lambda _, answer: not any(answer[field] for field in CLINICAL),
}


def _failed(turn: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    """Which of a turn's expectations its answer does not meet; ``KeyError`` for an unknown one."""
    expected = {key: value for key, value in turn.items() if key not in ("says", "says_repeated")}
    return [key for key, value in expected.items() if not CHECKS[key](value, answer)]


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: str(dialogue["dialogue"]))
def test_the_assistant_answers_as_written_and_twice_alike(
    running_assistant: RunningAssistant, dialogue: dict[str, Any]
) -> None:
    """Every answer holds what its turn lists, keeps the contract, and comes again to the letter."""
    answers = _play(running_assistant, dialogue)
    for expected, answer in zip(dialogue["turns"], answers, strict=True):
        assert _failed(expected, answer) == [], answer
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
