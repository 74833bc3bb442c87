"""The widget's channel over HTTP: the page's files, sessions, messages, and what it refuses."""

import gzip
import http.client
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest

from addons import widget_channel
from addons.gate import MAX_BODY_BYTES, MAX_CHARACTERS
from b2m_core.contract.codes import FORMULA_UNITS
from b2m_core.knowledge.library import load_library
from tests.browser.answers import ASSESSMENT, EMPTY
from tests.browser.canned import CannedAssistant, canned_assistant


@pytest.fixture
def assistant() -> Iterator[CannedAssistant]:
    with canned_assistant() as assistant:
        yield assistant


class Response:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def call(
    assistant: CannedAssistant,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    connection = http.client.HTTPConnection(urlsplit(assistant.address).netloc, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        return Response(connection.getresponse())
    finally:
        connection.close()


def begin(assistant: CannedAssistant) -> str:
    return str(call(assistant, "POST", "/widget/session").json["conversation"])


def send(assistant: CannedAssistant, conversation: object, key: object, text: object) -> Response:
    body = json.dumps({"conversation": conversation, "id": key, "text": text}).encode()
    return call(assistant, "POST", "/widget/message", body)


def as_json(answer: Any) -> Any:
    return json.loads(answer.model_dump_json())


def notice(code: str) -> str:
    phrases = load_library().phrases
    assert phrases
    return phrases.replies[code].text.clinician


# Messages


def test_a_message_gets_its_answer(assistant: CannedAssistant) -> None:
    assistant.answers["β2M 6.1"] = ASSESSMENT
    conversation = begin(assistant)
    response = send(assistant, conversation, "1", "β2M 6.1")
    assert (response.status, response.json) == (200, {"answer": as_json(ASSESSMENT)})
    assert response.headers["Cache-Control"] == "no-store"
    assert assistant.asked == [(conversation, "β2M 6.1")]


def test_each_session_has_an_id_of_its_own_that_cannot_be_guessed(
    assistant: CannedAssistant,
) -> None:
    ids = {begin(assistant) for _ in range(20)}
    assert len(ids) == 20
    assert {len(each) for each in ids} == {32}  # 24 random bytes in base 64


@pytest.mark.parametrize("conversation", ["default", "", "x" * 32, "../session"])
def test_an_id_that_was_not_issued_is_refused(
    assistant: CannedAssistant, conversation: str
) -> None:
    response = send(assistant, conversation, "1", "β2M 6.1")
    assert response.status == 404
    assert assistant.asked == []


def test_the_same_key_gives_the_same_answer_without_a_second_turn(
    assistant: CannedAssistant,
) -> None:
    assistant.answers["β2M 6.1"] = ASSESSMENT
    conversation = begin(assistant)
    first = send(assistant, conversation, "1", "β2M 6.1")
    second = send(assistant, conversation, "1", "β2M 6.1")
    assert first.json == second.json == {"answer": as_json(ASSESSMENT)}
    assert len(assistant.asked) == 1


def test_the_same_key_waits_for_the_turn_that_is_under_way(assistant: CannedAssistant) -> None:
    assistant.pause_s = 0.5
    conversation = begin(assistant)
    with ThreadPoolExecutor() as pool:
        got = list(pool.map(lambda _: send(assistant, conversation, "1", "hello").json, range(4)))
    assert got == [{"answer": as_json(EMPTY)}] * 4
    assert len(assistant.asked) == 1


def test_the_same_key_in_another_conversation_is_another_message(
    assistant: CannedAssistant,
) -> None:
    for conversation in (begin(assistant), begin(assistant)):
        send(assistant, conversation, "1", "hello")
    assert len(assistant.asked) == 2


def test_a_key_belongs_to_one_text(assistant: CannedAssistant) -> None:
    conversation = begin(assistant)
    send(assistant, conversation, "1", "albumin 3.1")
    response = send(assistant, conversation, "1", "albumin 3.6")
    assert response.status == 409
    assert assistant.texts == ["albumin 3.1"]


def test_the_conversation_that_was_used_least_lately_is_forgotten_first(
    assistant: CannedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(widget_channel, "MAX_CONVERSATIONS", 2)
    first, second = begin(assistant), begin(assistant)
    send(assistant, first, "1", "hello")
    third = begin(assistant)
    statuses = [send(assistant, each, "2", "hello").status for each in (first, second, third)]
    assert statuses == [200, 404, 200]


def test_a_reader_who_goes_away_does_not_stop_the_turn(assistant: CannedAssistant) -> None:
    assistant.pause_s = 0.5
    conversation = begin(assistant)
    body = json.dumps({"conversation": conversation, "id": "1", "text": "hello"}).encode()
    connection = http.client.HTTPConnection(urlsplit(assistant.address).netloc)
    connection.request("POST", "/widget/message", body)
    connection.close()
    assert send(assistant, conversation, "1", "hello").json == {"answer": as_json(EMPTY)}
    assert len(assistant.asked) == 1


@pytest.mark.parametrize("text", ["/inform", '/inform{"b2m":"0.1"}', "/restart", "//", " /x"])
def test_a_leading_slash_is_text(assistant: CannedAssistant, text: str) -> None:
    conversation = begin(assistant)
    assert send(assistant, conversation, "1", text).status == 200
    assert assistant.texts == [text.strip()]  # Rasa strips every message


def test_the_longest_message_is_handed_over(assistant: CannedAssistant) -> None:
    send(assistant, begin(assistant), "1", "β" * MAX_CHARACTERS)
    assert assistant.texts == ["β" * MAX_CHARACTERS]


@pytest.mark.parametrize("length", [MAX_CHARACTERS + 1, 20_000])
def test_a_longer_message_is_answered_without_being_looked_at(
    assistant: CannedAssistant, length: int
) -> None:
    response = send(assistant, begin(assistant), "1", "β" * length)
    assert response.status == 200
    assert response.json["answer"]["text"].startswith(notice("too_long"))
    assert assistant.asked == []


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_message_is_answered(assistant: CannedAssistant, text: str) -> None:
    response = send(assistant, begin(assistant), "1", text)
    assert response.json["answer"]["text"].startswith(notice("empty"))
    assert assistant.asked == []


def test_control_characters_are_shown_and_half_characters_survive(
    assistant: CannedAssistant,
) -> None:
    conversation = begin(assistant)
    assert send(assistant, conversation, "1", "β2M 6\x00.1 \ud83d 🩸").status == 200
    assert assistant.texts == ["β2M 6\ufffd.1 \ufffd 🩸"]


def test_a_turn_that_fails_is_said_and_its_words_are_not_logged(
    assistant: CannedAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.fails = True
    with caplog.at_level(logging.DEBUG):
        response = send(assistant, begin(assistant), "1", "secret 6.1")
    assert response.status == 200
    assert response.json["answer"]["text"].startswith(notice("failed"))
    assert "secret" not in caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"\xff", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "must be a JSON object"),
        (b'"text"', "must be a JSON object"),
        (b"{}", "'conversation'"),
        (b'{"conversation": 1, "id": "1", "text": "x"}', "'conversation'"),
        (b'{"conversation": "c", "text": "x"}', "'id'"),
        (b'{"conversation": "c", "id": "1"}', "'text'"),
        (b'{"conversation": "c", "id": "1", "text": ["x"]}', "'text'"),
        (b'{"conversation": "c", "id": "1", "text": null}', "'text'"),
        (b'{"conversation": "c", "id": "", "text": "x"}', "'id'"),
        (b'{"conversation": "c", "id": "%s", "text": "x"}' % (b"1" * 65), "'id'"),
        (b" " * (MAX_BODY_BYTES + 1), "too large"),
    ],
)
def test_a_request_that_is_no_message_is_refused_with_words(
    assistant: CannedAssistant, body: bytes, words: str
) -> None:
    response = call(assistant, "POST", "/widget/message", body)
    assert response.status == 400
    assert list(response.json) == ["error"]
    assert words in response.json["error"]
    assert assistant.asked == []


# The page


def test_the_page_has_a_strict_policy(assistant: CannedAssistant) -> None:
    response = call(assistant, "GET", "/widget/")
    assert (response.status, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert policy == [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html",
    ]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert b"<style" not in response.body
    assert b"<script>" not in response.body


def test_the_address_without_its_slash_leads_to_the_page(assistant: CannedAssistant) -> None:
    response = call(assistant, "GET", "/widget")
    assert (response.status, response.headers["Location"]) == (308, "/widget/")


def test_the_bundle_is_compressed_for_those_who_take_it(assistant: CannedAssistant) -> None:
    plain = call(assistant, "GET", "/widget/b2m-chat.js")
    zipped = call(assistant, "GET", "/widget/b2m-chat.js", headers={"Accept-Encoding": "gzip, br"})
    assert plain.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert len(zipped.body) <= 60_000  # what the whole widget may weigh on the wire


def test_an_unchanged_file_is_not_sent_again(assistant: CannedAssistant) -> None:
    etag = call(assistant, "GET", "/widget/b2m-chat.js").headers["ETag"]
    again = call(assistant, "GET", "/widget/b2m-chat.js", headers={"If-None-Match": etag})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/widget/x.js", "/widget/..%2fpackage.json", "/widget/../pyproject.toml", "/widget/.set-up"],
)
def test_only_the_bundle_is_served(assistant: CannedAssistant, path: str) -> None:
    assert call(assistant, "GET", path).status == 404


def test_labels_are_those_of_the_knowledge_base(assistant: CannedAssistant) -> None:
    labels = load_library().labels("clinician").model_dump(mode="json")
    response = call(assistant, "GET", "/widget/labels.json")
    assert response.json == {**labels, "formula_units": FORMULA_UNITS}
