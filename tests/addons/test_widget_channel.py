"""The widget's channel over HTTP: the page's files, sessions, messages, and what it refuses."""

import gzip
import http.client
import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest

from addons.gate import MAX_BODY_BYTES, MAX_CHARACTERS
from addons.rate_limit import Rate
from addons.widget_channel import conversations
from addons.widget_channel.channel import WidgetChannel
from addons.widget_channel.origins import ORIGINS_VARIABLE, BadOrigins, read_origins
from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    CODED_VALUES,
    Audience,
    CodedCode,
    PresenceCode,
    QuantityCode,
)
from b2m_core.contract.models import Answer, Observation
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader
from b2m_core.reading.values import within
from b2m_core.rendering.words import words
from tests.browser.answers import ASSESSMENT, EMPTY, TREND
from tests.browser.canned import CannedAssistant, canned_assistant


@pytest.fixture
def canned() -> Iterator[CannedAssistant]:
    with canned_assistant() as canned:
        yield canned


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_library())


class Response:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def call(
    canned: CannedAssistant,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    connection = http.client.HTTPConnection(urlsplit(canned.address).netloc, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        return Response(connection.getresponse())
    finally:
        connection.close()


def begin(canned: CannedAssistant) -> str:
    return str(call(canned, "POST", "/widget/session").json["conversation"])


def send(canned: CannedAssistant, conversation: object, key: object, text: object) -> Response:
    body = json.dumps({"conversation": conversation, "id": key, "text": text}).encode()
    return call(canned, "POST", "/widget/message", body)


def reply(answer: Answer) -> Any:
    """What the channel says for an answer whose text is nothing but its opening."""
    silent = answer.model_copy(update={"questions": ()})
    return {
        "answer": json.loads(answer.model_dump_json()),
        "opening": answer.text,
        "note": words(silent, answer.text, load_library().labels(answer.audience)),
        "explains": False,
        "urgent": False,
        "forgets": False,
        "again": False,
        "chart": None,
    }


def notice(code: str) -> str:
    phrases = load_library().phrases
    assert phrases
    return phrases.replies[code].text.clinician


# Messages


def test_a_message_gets_its_answer(canned: CannedAssistant) -> None:
    canned.answers["β2M 6.1"] = ASSESSMENT
    conversation = begin(canned)
    response = send(canned, conversation, "1", "β2M 6.1")
    assert (response.status, response.json) == (200, reply(ASSESSMENT))
    assert response.headers["Cache-Control"] == "no-store"
    assert canned.asked == [(conversation, "β2M 6.1")]


def test_each_session_has_an_id_of_its_own_that_cannot_be_guessed(
    canned: CannedAssistant,
) -> None:
    ids = {begin(canned) for _ in range(20)}
    assert len(ids) == 20
    assert {len(each) for each in ids} == {32}  # 24 random bytes in base 64


@pytest.mark.parametrize("conversation", ["default", "", "x" * 32, "../session"])
def test_an_id_that_was_not_issued_is_refused(canned: CannedAssistant, conversation: str) -> None:
    response = send(canned, conversation, "1", "β2M 6.1")
    assert response.status == 404
    assert canned.asked == []


def test_the_same_key_gives_the_same_answer_without_a_second_turn(
    canned: CannedAssistant,
) -> None:
    canned.answers["β2M 6.1"] = ASSESSMENT
    conversation = begin(canned)
    first = send(canned, conversation, "1", "β2M 6.1")
    second = send(canned, conversation, "1", "β2M 6.1")
    assert first.json == second.json == reply(ASSESSMENT)
    assert len(canned.asked) == 1


def test_the_same_key_waits_for_the_turn_that_is_under_way(canned: CannedAssistant) -> None:
    canned.pause_s = 0.5
    conversation = begin(canned)
    with ThreadPoolExecutor() as pool:
        got = list(pool.map(lambda _: send(canned, conversation, "1", "hello").json, range(4)))
    assert got == [reply(EMPTY)] * 4
    assert len(canned.asked) == 1


def test_the_same_key_in_another_conversation_is_another_message(
    canned: CannedAssistant,
) -> None:
    for conversation in (begin(canned), begin(canned)):
        send(canned, conversation, "1", "hello")
    assert len(canned.asked) == 2


def test_a_key_belongs_to_one_text(canned: CannedAssistant) -> None:
    conversation = begin(canned)
    send(canned, conversation, "1", "albumin 3.1")
    response = send(canned, conversation, "1", "albumin 3.6")
    assert response.status == 409
    assert canned.texts == ["albumin 3.1"]


def test_the_conversation_that_was_used_least_lately_is_forgotten_first(
    canned: CannedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "MAX_CONVERSATIONS", 2)
    first, second = begin(canned), begin(canned)
    send(canned, first, "1", "hello")
    third = begin(canned)
    statuses = [send(canned, each, "2", "hello").status for each in (first, second, third)]
    assert statuses == [200, 404, 200]
    fourth = begin(canned)
    assert "hello" not in kept_by_rasa(canned, first)
    assert "hello" in kept_by_rasa(canned, third)
    assert send(canned, fourth, "1", "hello").status == 200


def test_a_reader_who_goes_away_does_not_stop_the_turn(canned: CannedAssistant) -> None:
    canned.pause_s = 0.5
    conversation = begin(canned)
    body = json.dumps({"conversation": conversation, "id": "1", "text": "hello"}).encode()
    connection = http.client.HTTPConnection(urlsplit(canned.address).netloc)
    connection.request("POST", "/widget/message", body)
    connection.close()
    assert send(canned, conversation, "1", "hello").json == reply(EMPTY)
    assert len(canned.asked) == 1


def test_the_opening_is_what_the_parts_do_not_say(canned: CannedAssistant) -> None:
    labels = load_library().labels("clinician")
    for opened in ("", "I give no advice on treatment.\n\nAsk your team."):
        said = words(ASSESSMENT, opened, labels)
        canned.answers[opened or "values"] = ASSESSMENT.model_copy(update={"text": said})
        response = send(canned, begin(canned), "1", opened or "values")
        assert response.json["opening"] == opened


def test_an_answer_outside_the_contract_is_not_passed_on(
    canned: CannedAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    canned.answers["secret 6.1"] = ASSESSMENT.model_copy(update={"citations": ()})
    response = send(canned, begin(canned), "1", "secret 6.1")
    assert response.json["opening"] == notice("failed")
    assert "contract" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("text", ["/inform", '/inform{"b2m":"0.1"}', "/restart", "//", " /x"])
def test_a_leading_slash_is_text(canned: CannedAssistant, text: str) -> None:
    conversation = begin(canned)
    assert send(canned, conversation, "1", text).status == 200
    assert canned.texts == [text.strip()]  # Rasa strips every message


def test_the_longest_message_is_handed_over(canned: CannedAssistant) -> None:
    send(canned, begin(canned), "1", "β" * MAX_CHARACTERS)
    assert canned.texts == ["β" * MAX_CHARACTERS]


@pytest.mark.parametrize("length", [MAX_CHARACTERS + 1, 20_000])
def test_a_longer_message_is_answered_without_being_looked_at(
    canned: CannedAssistant, length: int
) -> None:
    response = send(canned, begin(canned), "1", "β" * length)
    assert response.status == 200
    assert response.json["opening"] == notice("too_long")
    assert canned.asked == []


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_message_is_answered(canned: CannedAssistant, text: str) -> None:
    response = send(canned, begin(canned), "1", text)
    assert response.json["opening"] == notice("empty")
    assert canned.asked == []


def test_control_characters_are_shown_and_half_characters_survive(
    canned: CannedAssistant,
) -> None:
    conversation = begin(canned)
    assert send(canned, conversation, "1", "β2M 6\x00.1 \ud83d 🩸").status == 200
    assert canned.texts == ["β2M 6\ufffd.1 \ufffd 🩸"]


def test_a_turn_that_fails_is_said_and_its_words_are_not_logged(
    canned: CannedAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    canned.fails = True
    with caplog.at_level(logging.DEBUG):
        response = send(canned, begin(canned), "1", "secret 6.1")
    assert response.status == 200
    assert response.json["opening"] == notice("failed")
    assert "secret" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_a_turn_that_failed_can_be_played_again(canned: CannedAssistant) -> None:
    conversation = begin(canned)
    canned.fails = True
    assert send(canned, conversation, "1", "β2M 6.1").json["again"] is True
    canned.fails = False
    assert send(canned, conversation, "1", "β2M 6.1").json == reply(EMPTY)
    assert canned.texts == ["β2M 6.1", "β2M 6.1"]


def test_an_emergency_is_marked(canned: CannedAssistant) -> None:
    phrases = load_library().phrases
    emergency = phrases.replies["emergency"]
    said = emergency.text.clinician
    canned.answers["help!"] = EMPTY.model_copy(update={"kind": "refusal", "text": said})
    canned.answers["hello"] = EMPTY
    conversation = begin(canned)
    assert send(canned, conversation, "1", "help!").json["urgent"] is True
    assert send(canned, conversation, "2", "hello").json["urgent"] is False


def test_a_note_asks_nothing(canned: CannedAssistant) -> None:
    labels = load_library().labels("clinician")
    said = words(ASSESSMENT, "Read as follows.", labels)
    canned.answers["values"] = ASSESSMENT.model_copy(update={"text": said})
    note = send(canned, begin(canned), "1", "values").json["note"]
    assert note.startswith("Read as follows.\n\nWhat I understood:\n- β2M 6.1 mg/L (unit assumed")
    assert "ISS stage III" in note
    assert "[1] Greipp et al., J Clin Oncol 2005" in note
    assert note.endswith(ASSESSMENT.disclaimer)
    assert "female or male" in said
    assert "female or male" not in note


VALUES = [Decimal(each) for each in ("3", "6", "12", "72", "172")]


@pytest.mark.parametrize("audience", get_args(Audience))
@pytest.mark.parametrize("code", get_args(QuantityCode))
def test_a_value_as_the_card_lets_it_be_corrected_is_read_back(
    reader: Reader, audience: Audience, code: QuantityCode
) -> None:
    """The page sends name, number and unit as they are labelled, and the day where there is one."""
    library = load_library()
    labels = library.labels(audience)
    unit = CANONICAL_UNITS[code]
    value = next(each for each in VALUES if within(library.quantities[code].plausible, each))
    sent = f"{labels.observations[code]} {labels.with_unit(value, unit)} (2026-01-05)"
    reading = reader.read(sent, date(2026, 11, 22))
    (observation,) = (spotted.observation for spotted in reading.spotted)
    assert (observation.code, observation.value, observation.unit) == (code, value, unit)
    # An age is that of today; the day beside it is another matter.
    assert observation.effective == (None if code == "age" else date(2026, 1, 5))
    assert set(observation.assumed) <= {"specimen"}


@pytest.mark.parametrize("audience", get_args(Audience))
@pytest.mark.parametrize("code", [*get_args(CodedCode), *get_args(PresenceCode)])
def test_a_word_as_the_card_lets_it_be_chosen_is_read_back(
    reader: Reader, audience: Audience, code: CodedCode | PresenceCode
) -> None:
    """The page sends "sex: male", or "no dialysis": each as the labels have it."""
    labels = load_library().labels(audience)
    for value in CODED_VALUES.get(code, tuple(labels.presences)):
        chosen = Observation(code=code, value=value, unit=None, as_written="")
        reading = reader.read(labels.named(chosen), date(2026, 11, 22))
        (read,) = (spotted.observation for spotted in reading.spotted)
        assert (read.code, read.value, read.effective) == (code, value, None)
        assert reading.unplaced == ()


@pytest.mark.parametrize("audience", get_args(Audience))
@pytest.mark.parametrize("name", ["new_patient", "forget"])
def test_a_wish_to_forget_is_marked(canned: CannedAssistant, name: str, audience: Audience) -> None:
    said = load_library().phrases.replies[name].text.for_audience(audience)
    canned.answers["next"] = EMPTY.model_copy(update={"text": said, "audience": audience})
    canned.answers["values"] = ASSESSMENT
    conversation = begin(canned)
    assert send(canned, conversation, "1", "next").json["forgets"] is True
    assert send(canned, conversation, "2", "values").json["forgets"] is False
    remarked = EMPTY.model_copy(update={"text": f"Please leave out names.\n\n{said}"})
    canned.answers["Mr Smith"] = remarked.model_copy(update={"audience": audience})
    assert send(canned, conversation, "3", "Mr Smith").json["forgets"] is True


def test_serial_values_come_with_their_chart(canned: CannedAssistant) -> None:
    canned.answers["values"] = TREND
    conversation = begin(canned)
    chart = send(canned, conversation, "1", "values").json["chart"]
    assert sorted(chart) == ["alt", "path", "title"]
    for part in ("6.1 mg/L", "4 mg/L", "3.2 mg/L"):
        assert part in chart["alt"]
    drawn = call(canned, "GET", f"/widget/{chart['path']}")
    assert (drawn.status, drawn.headers["Content-Type"]) == (200, "image/svg+xml")
    assert drawn.headers["Cache-Control"] == "no-store"
    assert drawn.body.startswith(b"<?xml")
    assert send(canned, conversation, "2", "hello").json["chart"] is None
    body = json.dumps({"conversation": conversation}).encode()
    call(canned, "POST", "/widget/forget", body)
    assert call(canned, "GET", f"/widget/{chart['path']}").status == 404


def test_a_series_of_one_day_has_no_chart(canned: CannedAssistant) -> None:
    canned.answers["values"] = TREND.model_copy(update={"observations": TREND.observations[:1]})
    reply = send(canned, begin(canned), "1", "values").json
    assert (reply["answer"]["kind"], reply["chart"]) == ("trend", None)


@pytest.mark.parametrize("name", ["x.svg", "../index.html", "..%2fb2m-chat.js", ""])
def test_only_charts_that_were_drawn_are_served(canned: CannedAssistant, name: str) -> None:
    assert call(canned, "GET", f"/widget/chart/{name}").status == 404


# How often


def test_a_conversation_that_asks_too_often_is_told_when_to_come_back() -> None:
    with canned_assistant(messages=Rate(calls=2, per_minute=3)) as canned:
        conversation, other = begin(canned), begin(canned)
        for key in ("1", "2"):
            assert send(canned, conversation, key, "hello").status == 200
        refused = send(canned, conversation, "3", "hello")
        assert refused.status == 429
        assert int(refused.headers["Retry-After"]) in range(1, 21)
        rest_s = refused.headers["Retry-After"]
        assert refused.json == {"error": f"Too often: try again in {rest_s} s."}
        assert send(canned, conversation, "2", "hello").status == 200  # kept: it costs nothing
        assert send(canned, other, "1", "hello").status == 200
        assert len(canned.asked) == 3


def test_an_address_that_begins_too_many_conversations_is_told_so() -> None:
    with canned_assistant(sessions=Rate(calls=1, per_minute=1)) as canned:
        conversation = begin(canned)
        refused = call(canned, "POST", "/widget/session")
        assert (refused.status, "Retry-After" in refused.headers) == (429, True)
        assert resume(canned, conversation) == conversation  # goes on without beginning one


# Feedback

GIVEN = {"verdict": "wrong", "rules": ["iss"], "topics": [], "knowledge_version": "2026.11.1"}


def judge(canned: CannedAssistant, given: object) -> Response:
    return call(canned, "POST", "/widget/feedback", json.dumps(given).encode())


def test_feedback_is_kept_where_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    with canned_assistant(feedback=file) as canned:
        assert call(canned, "POST", "/widget/session").json["feedback"] is True
        assert judge(canned, {**GIVEN, "comment": "Stage II?"}).status == 204
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {**GIVEN, "comment": "Stage II?", "day": date.today().isoformat()}


def test_a_comment_that_identifies_somebody_is_not_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "feedback.jsonl"
    with canned_assistant(feedback=file) as canned, caplog.at_level(logging.DEBUG):
        refused = judge(canned, {**GIVEN, "comment": "Wrong for Mr John Smith, MRN 123456"})
        assert judge(canned, {**GIVEN, "comment": "Wrong: albumin is 3.6 g/dL"}).status == 204
    assert refused.status == 422
    assert "identify" in refused.json["error"]
    assert "Smith" not in refused.json["error"] + caplog.text
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1


def test_without_a_file_no_feedback_is_taken(canned: CannedAssistant) -> None:
    assert call(canned, "POST", "/widget/session").json["feedback"] is False
    assert judge(canned, GIVEN).status == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({**GIVEN, "comment": "secret" * 200}, "comment"),
        ({**GIVEN, "rules": ["secret"]}, "rules"),
        ({**GIVEN, "secret": 1}, "secret"),
        ({}, "verdict, rules, topics, knowledge_version"),
    ],
    ids=["too long", "no rule", "no such field", "empty"],
)
def test_what_is_no_feedback_is_refused_with_its_fields(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, given: object, field: str
) -> None:
    file = tmp_path / "feedback.jsonl"
    with canned_assistant(feedback=file) as canned, caplog.at_level(logging.DEBUG):
        refused = judge(canned, given)
    assert (refused.status, refused.json) == (
        400,
        {"error": f"Expected feedback; wrong are: {field}."},
    )
    assert not file.exists()
    assert "secretsecret" not in caplog.text


# Sessions


def resume(canned: CannedAssistant, conversation: object) -> str:
    body = json.dumps({"conversation": conversation}).encode()
    return str(call(canned, "POST", "/widget/session", body).json["conversation"])


def test_a_conversation_that_is_known_goes_on(canned: CannedAssistant) -> None:
    conversation = begin(canned)
    assert resume(canned, conversation) == conversation


@pytest.mark.parametrize("conversation", ["default", "", None, 1, ["x"], "x" * 32])
def test_a_conversation_that_is_not_known_begins_under_another_id(
    canned: CannedAssistant, conversation: object
) -> None:
    begun = resume(canned, conversation)
    assert begun != conversation
    assert len(begun) == 32


def test_a_forgotten_conversation_cannot_be_reached(canned: CannedAssistant) -> None:
    conversation = begin(canned)
    send(canned, conversation, "1", "β2M 6.1")
    body = json.dumps({"conversation": conversation}).encode()
    assert "β2M 6.1" in kept_by_rasa(canned, conversation)
    for _ in range(2):  # forgetting twice is no error
        assert call(canned, "POST", "/widget/forget", body).status == 204
    assert send(canned, conversation, "1", "β2M 6.1").status == 404
    assert resume(canned, conversation) != conversation
    assert "β2M 6.1" not in kept_by_rasa(canned, conversation)


def test_a_turn_under_way_leaves_nothing_behind_when_it_is_forgotten(
    canned: CannedAssistant,
) -> None:
    canned.pause_s = 0.5
    conversation = begin(canned)
    body = json.dumps({"conversation": conversation}).encode()
    with ThreadPoolExecutor() as pool:
        under_way = pool.submit(send, canned, conversation, "1", "β2M 6.1")
        while not canned.asked:
            time.sleep(0.01)
        assert call(canned, "POST", "/widget/forget", body).status == 204
        assert under_way.result().status == 200
    assert "β2M 6.1" not in kept_by_rasa(canned, conversation)


def kept_by_rasa(canned: CannedAssistant, conversation: str) -> str:
    """All that the store of trackers has of a conversation."""
    return json.dumps(json.loads(canned.tracker_store.store[conversation]), ensure_ascii=False)


# Other origins

INTRANET = "https://intranet.example"


@pytest.fixture
def embedded() -> Iterator[CannedAssistant]:
    with canned_assistant(frozenset({INTRANET})) as canned:
        yield canned


def test_an_allowed_page_may_ask(embedded: CannedAssistant) -> None:
    for method, path in (
        ("OPTIONS", "/widget/session"),
        ("OPTIONS", "/widget/message"),
        ("OPTIONS", "/widget/forget"),
        ("GET", "/widget/b2m-chat.js"),
        ("GET", "/widget/labels.json?audience=plain"),
        ("POST", "/widget/session"),
    ):
        response = call(embedded, method, path, headers={"Origin": INTRANET})
        assert response.status in (200, 204)
        assert response.headers["Access-Control-Allow-Origin"] == INTRANET
        assert response.headers["Access-Control-Allow-Headers"] == "Content-Type"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Origin" in response.headers["Vary"]
        assert f"frame-ancestors 'self' {INTRANET};" in response.headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://intranet.example", f"{INTRANET}:8443"]
)
def test_another_page_may_not(embedded: CannedAssistant, origin: str) -> None:
    response = call(embedded, "POST", "/widget/session", headers={"Origin": origin})
    assert response.status == 403
    assert "Access-Control-Allow-Origin" not in response.headers
    read = call(embedded, "GET", "/widget/b2m-chat.js", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in read.headers


def test_the_own_page_may_ask(canned: CannedAssistant) -> None:
    own = canned.address.removesuffix("/widget/")
    for headers in ({"Origin": own}, {"Origin": INTRANET, "Sec-Fetch-Site": "same-origin"}):
        assert call(canned, "POST", "/widget/session", headers=headers).status == 200


def test_origins_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = f"{INTRANET}  http://localhost:8080"
    assert read_origins(listed) == {INTRANET, "http://localhost:8080"}
    assert read_origins("") == frozenset()
    monkeypatch.setenv(ORIGINS_VARIABLE, "*")
    with pytest.raises(BadOrigins, match=r"expected origins such as .*, got \*"):
        WidgetChannel.from_credentials(None)


@pytest.mark.parametrize(
    "listed",
    ["*", "null", "intranet.example", "https://a.example/", "https://*.example", "ftp://a"],
)
def test_what_is_no_origin_is_refused(listed: str) -> None:
    with pytest.raises(BadOrigins, match=ORIGINS_VARIABLE):
        read_origins(listed)


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
    canned: CannedAssistant, body: bytes, words: str
) -> None:
    response = call(canned, "POST", "/widget/message", body)
    assert response.status == 400
    assert list(response.json) == ["error"]
    assert words in response.json["error"]
    assert canned.asked == []


# The page


def test_the_page_has_a_strict_policy(canned: CannedAssistant) -> None:
    response = call(canned, "GET", "/widget/")
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


def test_the_address_without_its_slash_leads_to_the_page(canned: CannedAssistant) -> None:
    response = call(canned, "GET", "/widget")
    assert (response.status, response.headers["Location"]) == (308, "/widget/")


def test_the_bundle_is_compressed_for_those_who_take_it(canned: CannedAssistant) -> None:
    plain = call(canned, "GET", "/widget/b2m-chat.js")
    zipped = call(canned, "GET", "/widget/b2m-chat.js", headers={"Accept-Encoding": "gzip, br"})
    assert plain.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert len(zipped.body) <= 60_000  # what the whole widget may weigh on the wire


def test_an_unchanged_file_is_not_sent_again(canned: CannedAssistant) -> None:
    etag = call(canned, "GET", "/widget/b2m-chat.js").headers["ETag"]
    again = call(canned, "GET", "/widget/b2m-chat.js", headers={"If-None-Match": etag})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/widget/x.js", "/widget/..%2fpackage.json", "/widget/../pyproject.toml", "/widget/.set-up"],
)
def test_only_the_bundle_is_served(canned: CannedAssistant, path: str) -> None:
    assert call(canned, "GET", path).status == 404


@pytest.mark.parametrize("audience", get_args(Audience))
def test_labels_are_those_of_the_knowledge_base(
    canned: CannedAssistant, audience: Audience
) -> None:
    labels = load_library().labels(audience).model_dump(mode="json")
    response = call(canned, "GET", f"/widget/labels.json?audience={audience}")
    assert response.json == labels


@pytest.mark.parametrize("query", ["", "?audience=", "?audience=doctor"])
def test_labels_for_nobody_are_refused_with_words(canned: CannedAssistant, query: str) -> None:
    response = call(canned, "GET", f"/widget/labels.json{query}")
    assert response.status == 400
    assert response.json == {"error": "The audience must be one of clinician, care_team, plain."}
