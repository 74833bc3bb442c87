"""Buttons, commands, the shortcut and the page: what is asked without writing a message."""

from typing import Any

import pytest

from b2m_core.knowledge.library import load_library
from tests.slack.people import ANN, BEN, MENTION, WARD, People, direct, until
from tests.slack.test_messages import UNDERSTOOD, answer_to
from tests.slack.workspace import Message

LIBRARY = load_library()
SLACK, BUTTONS = LIBRARY.phrases.slack, LIBRARY.phrases.buttons


def first_answer(people: People, text: str = "β2M 6.1 mg/L, creatinine 2.4 mg/dL") -> Message:
    """The answer to a new message in a channel."""
    return answer_to(people, people.say(WARD, ANN, f"{MENTION}{text}"))


def next_answer(people: People, post: Message) -> Message:
    """The one post after this one in its thread, once it holds an answer."""

    def after() -> list[Message]:
        return [one for one in people.workspace.own(post.channel, post.thread) if one.ts > post.ts]

    until(lambda: bool(after()) and after()[0].text != SLACK.working)
    (answer,) = after()
    return answer


def private(people: People, reply: str) -> dict[str, Any]:
    """What was sent to one address, once it is there."""

    def sent() -> list[dict[str, Any]]:
        return [one for one in people.workspace.private if one.get("url") == reply]

    until(lambda: bool(sent()))
    (message,) = sent()
    return message


def posts(people: People, channel: str) -> set[str]:
    """The ids of our posts in a channel."""
    return {one.ts for one in people.workspace.own(channel)}


def new_post(people: People, channel: str, before: set[str]) -> Message:
    """The one post in a channel that was not there before."""
    until(lambda: posts(people, channel) > before)
    (ts,) = posts(people, channel) - before
    return people.workspace.messages[channel, ts]


def as_message(sent: dict[str, Any]) -> Message:
    """A private message with the means of a public one."""
    return Message(WARD, "", "", "", sent["text"], sent["blocks"])


def test_a_quick_reply_answers_the_question(people: People) -> None:
    post = first_answer(people)
    people.press(post, "female")
    answer = next_answer(people, post)
    assert answer.shown.startswith("Asked with a button: female")
    assert "sex: female" in answer.part(UNDERSTOOD)


def test_a_button_pressed_twice_is_answered_once(people: People) -> None:
    """Slack sends the same press again when its acknowledgement was lost."""
    post = first_answer(people)
    pressed_at = people.workspace.ts()
    for _ in range(2):
        people.press(post, "female", action_ts=pressed_at)
    next_answer(people, post)


def test_why_shows_what_was_compared(people: People) -> None:
    post = first_answer(people)
    people.press(post, BUTTONS["why"].label.clinician)
    assert "β2M at least 5.5 mg/L: yes" in next_answer(people, post).shown


def test_plain_language_words_the_same_case_anew(people: People) -> None:
    post = first_answer(people)
    people.press(post, BUTTONS["plain"].label.clinician)
    answer = next_answer(people, post)
    assert LIBRARY.phrases.disclaimer.plain in answer.shown
    assert answer.part(UNDERSTOOD) == post.part(UNDERSTOOD)
    people.press(answer, BUTTONS["clinician"].label.plain)
    assert LIBRARY.phrases.disclaimer.clinician in next_answer(people, answer).shown


def test_new_patient_forgets_the_values_of_the_thread(people: People) -> None:
    post = first_answer(people)
    people.press(post, BUTTONS["new_patient"].label.clinician)
    forgotten = next_answer(people, post)
    assert LIBRARY.phrases.replies["new_patient"].text.clinician in forgotten.shown
    root = people.workspace.messages[WARD, post.thread]
    more = people.say(WARD, ANN, "albumin 2.9 g/dL", below=root)
    assert answer_to(people, more).part(UNDERSTOOD) == ["albumin 2.9 g/dL"]


def test_sources_are_shown_in_full_to_the_one_who_asks(people: People) -> None:
    post = first_answer(people)
    posts = len(people.workspace.own(WARD, post.thread))
    shown = as_message(private(people, people.press(post, BUTTONS["sources"].label.clinician)))
    assert LIBRARY.references["greipp2005"].title in shown.shown
    assert len(people.workspace.own(WARD, post.thread)) == posts


def test_a_command_is_answered_to_its_asker_alone(people: People) -> None:
    posts = len(people.workspace.own(WARD))
    sent = private(people, people.command("6.1 alb 2.9 cr 1.1"))
    assert (sent["response_type"], sent["text"]) == ("ephemeral", SLACK.notification)
    assert as_message(sent).part(UNDERSTOOD) == [
        "β2M 6.1 mg/L (unit assumed)",
        "creatinine 1.1 mg/dL (unit assumed)",
        "albumin 2.9 g/dL (unit assumed)",
    ]  # as everywhere: of one message, in the contract's order
    assert len(people.workspace.own(WARD)) == posts


def test_a_private_answer_goes_on_in_private(people: People) -> None:
    sent = private(people, people.command("β2M 6.1 mg/L, creatinine 2.4 mg/dL"))
    more = as_message(private(people, people.press(sent, "female")))
    assert more.part(UNDERSTOOD) == ["β2M 6.1 mg/L", "creatinine 2.4 mg/dL", "sex: female"]


def test_a_private_answer_can_be_shared_and_begins_a_thread(people: People) -> None:
    sent = private(people, people.command("β2M 6.1 mg/L"))
    before = posts(people, WARD)
    people.press(sent, BUTTONS["share"].label.clinician)
    post = new_post(people, WARD, before)
    assert post.shown.startswith(SLACK.shared.replace("{user}", f"<@{ANN}>"))
    more = people.say(WARD, BEN, "albumin 2.9 g/dL", below=post)
    assert answer_to(people, more).part(UNDERSTOOD) == ["β2M 6.1 mg/L", "albumin 2.9 g/dL"]


def test_a_shared_answer_keeps_what_was_assumed(people: People) -> None:
    """Somebody who reads on in its thread has to know that nobody wrote a unit."""
    sent = private(people, people.command("β2M 6100, IgM 400"))
    before = posts(people, WARD)
    people.press(sent, BUTTONS["share"].label.clinician)
    post = new_post(people, WARD, before)
    assumed = ["β2M 6.1 mg/L (unit assumed)", "IgM 0.4 g/dL (unit assumed)"]
    assert post.part(UNDERSTOOD) == assumed
    more = people.say(WARD, BEN, "albumin 2.9 g/dL", below=post)
    answer = answer_to(people, more)
    assert set(answer.part(UNDERSTOOD)) == {*assumed, "albumin 2.9 g/dL"}
    reply = people.press(post, BUTTONS["sources"].label.clinician, BEN)
    assert LIBRARY.references["project"].title in as_message(private(people, reply)).shown


def test_an_answer_sent_to_the_user_directly_goes_on_there(people: People) -> None:
    channel = "C0SHUT"
    people.workspace.not_in.add(channel)
    before = posts(people, direct(BEN))
    people.say(channel, BEN, f"{MENTION}β2M 6.1")
    post = new_post(people, direct(BEN), before)
    people.press(post, "multiple myeloma", BEN)
    expected = ["β2M 6.1 mg/L (unit assumed)", "multiple myeloma"]
    assert next_answer(people, post).part(UNDERSTOOD) == expected


@pytest.mark.parametrize("people", ["HTTP"], indirect=True)
def test_an_address_that_takes_no_answer_any_more_stops_nothing(people: People) -> None:
    """Slack forgets it after 30 minutes, or after five answers."""
    sent = private(people, people.command("β2M 6.1 mg/L, creatinine 2.4 mg/dL"))
    people.slack.expire_next()
    lost = people.press(sent, "female")
    shown = private(people, people.press(sent, "multiple myeloma"))
    understood = {"β2M 6.1 mg/L", "creatinine 2.4 mg/dL", "sex: female", "multiple myeloma"}
    assert set(as_message(shown).part(UNDERSTOOD)) == understood
    assert not [one for one in people.workspace.private if one.get("url") == lost]


def test_what_cannot_be_shared_is_said(people: People) -> None:
    sent = private(people, people.command("β2M 6.1 mg/L"))
    people.workspace.not_in.add(WARD)
    try:
        reply = people.press(sent, BUTTONS["share"].label.clinician)
        assert private(people, reply)["text"] == SLACK.cannot_share
    finally:
        people.workspace.not_in.clear()


def test_a_button_of_a_forgotten_conversation_says_so(people: People) -> None:
    sent = private(people, people.command("β2M 6.1 mg/L, creatinine 2.4 mg/dL"))
    for block in sent["blocks"]:
        if "block_id" in block:
            block["block_id"] = "forgotten:1"
    told = private(people, people.press(sent, "female"))
    assert LIBRARY.phrases.replies["failed"].text.clinician in told["text"]


def test_the_shortcut_interprets_the_message_of_somebody_else(people: People) -> None:
    report = people.say(WARD, BEN, "β2M 6.1 mg/L\nalbumin 2.9 g/dL")
    shown = as_message(private(people, people.shortcut(report)))
    assert shown.part(UNDERSTOOD) == ["β2M 6.1 mg/L", "albumin 2.9 g/dL"]


def test_the_page_says_what_it_does_and_how_the_knowledge_was_reviewed(people: People) -> None:
    people.workspace.views.clear()
    people.open_home()
    until(lambda: ANN in people.workspace.views)
    shown = Message("", "", "", "", "", people.workspace.views[ANN]["blocks"]).shown
    for words in (SLACK.home.what, *SLACK.home.says, SLACK.home.privacy_note):
        assert words in shown
    assert LIBRARY.phrases.review_status["under_review"].clinician in shown


def test_a_page_opened_again_and_again_is_made_as_often_as_it_can_be_shown(people: People) -> None:
    people.slack.faults = lambda method: "slow" if method == "views.publish" else None
    made = people.slack.calls.count("views.publish")
    for _ in range(50):
        people.open_home("U0EAGER")
    until(lambda: "U0EAGER" in people.workspace.views)
    assert people.slack.calls.count("views.publish") - made <= 5


@pytest.mark.parametrize("audience", ["plain", "care_team", "clinician"])
def test_an_audience_chosen_on_the_page_words_what_is_asked_next(
    people: People, audience: str
) -> None:
    people.workspace.views.clear()
    people.choose_audience(audience, BEN)
    until(lambda: BEN in people.workspace.views)
    asked = people.say(direct(BEN), BEN, "β2M 6.1 mg/L")
    expected = getattr(LIBRARY.phrases.disclaimer, audience)
    assert expected in answer_to(people, asked).shown
