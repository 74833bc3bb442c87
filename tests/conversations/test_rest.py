"""The REST channel of the running assistant: requests, conversations side by side, what is off."""

import secrets

import pytest

from tests.conftest import RunningAssistant


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
    known = running_assistant.answer(one, "creatinine 1.0 mg/dL")["observations"]
    assert [observation["code"] for observation in known] == ["b2m_serum", "creatinine"]


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
