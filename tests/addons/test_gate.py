"""The gate that every channel passes."""

import asyncio
import json
import logging
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from addons import gate
from addons.gate import BadRequest, Incoming, answer, check, printable, read
from b2m_core.knowledge.library import load_library

LIBRARY = load_library()
TYPED = "β2M 6.1 mg/L"
ANSWER = {"kind": "help"}


def _played(hand_over: gate.HandOver, text: str = TYPED) -> gate.Messages:
    return asyncio.run(answer(hand_over, Incoming("ward-3", text), "rest", LIBRARY))


def _notice(messages: gate.Messages) -> tuple[Any, ...]:
    """The kind and words of a notice, in which form and words must agree."""
    words, carrier = messages
    said = carrier["custom"]["answer"]
    assert words == {"recipient_id": "ward-3", "text": said["text"]}
    return said["kind"], said["text"]


def _expected(name: str) -> tuple[Any, ...]:
    said = gate.notice(name, LIBRARY)
    return said.kind, said.text


async def _never(message: UserMessage) -> None:
    raise AssertionError("a message that is not looked at must not reach Rasa")


def test_a_request_is_read_as_it_is() -> None:
    body = json.dumps({"sender": "ward-3", "message": " β2M 6.1 "}).encode()
    assert read(body) == Incoming("ward-3", " β2M 6.1 ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "JSON object"),
        ({"message": "hello"}, "'sender' is missing"),
        ({"sender": " ", "message": "hello"}, "'sender' is missing"),
        ({"sender": 1, "message": "hello"}, "'sender' is missing"),
        ({"sender": "a" * 257, "message": "hello"}, "'sender' is longer"),
        ({"sender": "a"}, "'message' is missing"),
        ({"sender": "a", "message": {"text": "hello"}}, "'message' is missing"),
    ],
)
def test_a_request_that_is_no_message_says_what_is_wrong(content: object, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        read(json.dumps(content).encode())


def test_a_sender_of_the_greatest_length_is_taken() -> None:
    body = json.dumps({"sender": "a" * 256, "message": "hello"}).encode()
    assert read(body).sender == "a" * 256


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest, match="not valid JSON"):
        read(body)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("a", None),
        ("a" * 8000, None),
        ("a" * 8001, "too_long"),
        (" " * 8001, "too_long"),
    ],
)
def test_only_what_can_be_looked_at_is(text: str, reason: str | None) -> None:
    assert check(text) == reason


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("β2M 6.1\talb\r\n3.1", "β2M 6.1\talb\r\n3.1"),
        ("6.\x001", "6.\ufffd1"),
        ("\x1b[31m\x7f\x85", "\ufffd[31m\ufffd\ufffd"),
        ("\ud83d", "\ufffd"),
        ("😀", "😀"),
    ],
)
def test_a_sign_that_cannot_be_shown_is_replaced_and_never_dropped(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(("text", "name"), [("  ", "empty"), ("6.1 " * 5000, "too_long")])
def test_a_message_that_is_not_looked_at_gets_a_notice_at_once(text: str, name: str) -> None:
    assert _notice(_played(_never, text)) == _expected(name)


def test_the_messages_of_a_turn_come_out_as_they_are() -> None:
    async def turn(message: UserMessage) -> None:
        assert (message.text, message.sender_id, message.input_channel) == (
            TYPED,
            "ward-3",
            "rest",
        )
        await message.output_channel.send_text_message("ward-3", "one\n\ntwo")
        await message.output_channel.send_custom_json("ward-3", {"answer": ANSWER})

    assert _played(turn) == [
        {"recipient_id": "ward-3", "text": "one"},
        {"recipient_id": "ward-3", "text": "two"},
        {"recipient_id": "ward-3", "custom": {"answer": ANSWER}},
    ]


def test_a_turn_without_an_answer_gets_a_notice() -> None:
    """As when the action server is down: Rasa then ends the turn with nothing said."""

    async def turn(message: UserMessage) -> None:
        return

    assert _notice(_played(turn)) == _expected("failed")


def test_a_turn_with_two_answers_gets_a_notice() -> None:
    async def turn(message: UserMessage) -> None:
        for _ in range(2):
            await message.output_channel.send_custom_json("ward-3", {"answer": ANSWER})

    assert _notice(_played(turn)) == _expected("failed")


def test_a_turn_that_fails_gets_a_notice_and_the_log_none_of_its_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def turn(message: UserMessage) -> None:
        raise RuntimeError(f"cannot parse {message.text}")

    with caplog.at_level(logging.DEBUG):
        assert _notice(_played(turn)) == _expected("failed")
    assert "RuntimeError" in caplog.text
    assert TYPED not in caplog.text


def test_a_turn_that_hangs_is_cut_off_and_gets_a_notice(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cut_off: list[bool] = []

    async def turn(message: UserMessage) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cut_off.append(True)

    monkeypatch.setattr(gate, "DEADLINE_S", 0.01)
    assert _notice(_played(turn)) == _expected("slow")
    assert cut_off == [True]
    assert TYPED not in caplog.text
