"""Messages in Slack to the running assistant: each is answered once, in its thread."""

import json
import time
from typing import Any

import pytest

from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import load_library
from b2m_core.rendering.words import understood
from tests.conftest import RunningAssistant
from tests.slack.conftest import Served
from tests.slack.fake import one_after_another
from tests.slack.people import ANN, BEN, MENTION, WARD, People, direct, until
from tests.slack.workspace import BOT, BOT_ID, Message

LIBRARY = load_library()
SLACK = LIBRARY.phrases.slack
UNDERSTOOD, FOLLOWS, UNUSED = "What I understood", "What follows", "Seen but not used"
ONE_WAY = pytest.mark.parametrize("people", ["HTTP"], indirect=True)
"""For what cannot depend on the way in which an event comes."""

SETTLED_S = 0.7
"""So long nothing more comes: for tests that nothing happens."""


def answer_to(people: People, asked: Message) -> Message:
    """The one answer to a message, once it is there."""
    until(lambda: any(one.text != SLACK.working for one in people.workspace.answers(asked)))
    (answer,) = people.workspace.answers(asked)
    return answer


def ask(people: People, text: str, **more: Any) -> Message:
    """Ask in a direct message; the answer."""
    return answer_to(people, people.say(direct(ANN), ANN, text, **more))


def nothing_more(people: People, channel: str, posts: int) -> None:
    """Nothing is posted but what is there."""
    time.sleep(SETTLED_S)
    assert len(people.workspace.own(channel)) == posts


def test_a_direct_message_is_answered_in_its_thread(people: People) -> None:
    asked = people.say(direct(ANN), ANN, "β2M 6.1, creatinine 2.4")
    answer = answer_to(people, asked)
    assert (answer.channel, answer.thread) == (asked.channel, asked.ts)
    assert answer.blocks[0]["type"] == "header"
    assert "stage III" in answer.blocks[0]["text"]["text"]
    assert answer.part(UNDERSTOOD) == [
        "β2M 6.1 mg/L (unit assumed)",
        "creatinine 2.4 mg/dL (unit assumed)",
    ]


@ONE_WAY
def test_a_notification_shows_no_value(people: People) -> None:
    assert ask(people, "β2M 6.1 mg/L").text == SLACK.notification


def test_a_mention_that_comes_as_two_events_is_answered_once(people: People) -> None:
    before = len(people.workspace.own(WARD))
    asked = people.say(WARD, ANN, f"{MENTION}β2M 6.1 mg/L")
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]
    nothing_more(people, WARD, before + 1)


def test_what_is_said_in_a_channel_without_a_mention_is_not_for_us(people: People) -> None:
    before = len(people.workspace.own(WARD))
    people.say(WARD, ANN, "β2M 6.1 mg/L")
    nothing_more(people, WARD, before)


def test_a_reply_goes_on_with_the_patient_of_its_thread(people: People) -> None:
    """Whoever writes it, and without a mention."""
    asked = people.say(WARD, ANN, f"{MENTION}β2M 6.1 mg/L")
    answer_to(people, asked)
    more = people.say(WARD, BEN, "albumin 2.9 g/dL", below=asked)
    assert answer_to(people, more).part(UNDERSTOOD) == ["β2M 6.1 mg/L", "albumin 2.9 g/dL"]


def test_a_new_message_is_a_new_patient(people: People) -> None:
    ask(people, "β2M 6.1 mg/L")
    assert ask(people, "albumin 2.9 g/dL").part(UNDERSTOOD) == ["albumin 2.9 g/dL"]


@ONE_WAY
def test_a_mention_below_somebody_elses_message_begins_there(people: People) -> None:
    root = people.say(WARD, BEN, "β2M 9 mg/L")
    asked = people.say(WARD, ANN, f"{MENTION}β2M 6.1 mg/L", below=root)
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("β2M &lt;3.5 mg/L", "β2M <3.5 mg/L"),
        ("β2M &gt;5.5 mg/L", "β2M >5.5 mg/L"),
        ("β2M &amp;lt;3.5 mg/L", "β2M &lt;3.5 mg/L"),
        ("*β2M* 6.1 mg/L", "β2M 6.1 mg/L"),
        ("```\nβ2M\t6.1 mg/L\nalbumin\t2.9 g/dL\n```", "β2M\t6.1 mg/L\nalbumin\t2.9 g/dL"),
        ("β2M ~6.1 mg/L", "β2M ~6.1 mg/L"),
        ("β2M ~7.2 mg/L~ 6.1 mg/L", "β2M   6.1 mg/L"),
        ("β2M 6.1 mg/L, see <http://lab.example/9.9|lab.example/9.9>", "β2M 6.1 mg/L"),
        ("“β2M 6.1 mg/L” :100:", '"β2M 6.1 mg/L"'),
    ],
)
@ONE_WAY
def test_what_was_typed_is_what_is_read(
    people: People, served: Served, written: str, typed: str
) -> None:
    """The same as over REST, to which nothing was done on the way."""
    rest = RunningAssistant(served.url).answer(f"rest-{written}-{people.over_socket}", typed)
    labels = LIBRARY.labels("clinician")
    expected = [understood(o, labels) for o in Answer.model_validate(rest).observations]
    assert ask(people, written).part(UNDERSTOOD) == expected


def test_a_pasted_table_is_read(people: People) -> None:
    """Slack keeps a table out of the text of its message."""
    cells = [["β2M", "6.1 mg/L"], ["albumin", "2.9 g/dL"]]
    rows = [[{"type": "raw_text", "text": cell} for cell in row] for row in cells]
    answer = ask(people, "", attachments=[{"blocks": [{"type": "table", "rows": rows}]}])
    assert answer.part(UNDERSTOOD) == ["β2M 6.1 mg/L", "albumin 2.9 g/dL"]


@pytest.mark.parametrize(
    "extra",
    [
        {"subtype": "me_message"},
        {"subtype": "thread_broadcast"},
        {"client_msg_id": "1", "blocks": [{"type": "rich_text", "elements": []}]},
    ],
)
@ONE_WAY
def test_whatever_a_person_writes_is_read(people: People, extra: dict[str, Any]) -> None:
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    answer_to(people, asked)
    more = people.say(direct(ANN), ANN, "albumin 2.9 g/dL", below=asked, **extra)
    assert answer_to(people, more).part(UNDERSTOOD) == ["β2M 6.1 mg/L", "albumin 2.9 g/dL"]


@ONE_WAY
def test_nothing_typed_becomes_a_mention_a_link_or_a_shout(people: People) -> None:
    answer = ask(people, "β2M 6.1 mg/L, XYZ 7.7 &lt;!channel&gt; *8.8* &lt;http://x.example|y&gt;")
    marked = [text for text in _texts(answer) if text["type"] == "mrkdwn"]
    assert marked
    for text in marked:
        assert text["verbatim"] is True
        assert "<!" not in text["text"]
        assert "<@" not in text["text"]
        assert "x.example" not in text["text"]


def _texts(message: Message) -> list[dict[str, Any]]:
    found = []
    for block in message.blocks:
        for holder in (block, *block.get("elements", ())):
            if isinstance(holder.get("text"), dict):
                found.append(holder["text"])
            elif "text" in holder:
                found.append(holder)
    return found


@ONE_WAY
def test_a_mention_alone_is_told_what_to_write(people: People) -> None:
    answer = answer_to(people, people.say(WARD, ANN, MENTION))
    assert LIBRARY.phrases.replies["empty"].text.clinician in answer.shown


@ONE_WAY
def test_a_message_that_is_too_long_is_refused_whole(people: People) -> None:
    answer = ask(people, "β2M 6.1 mg/L. " * 600)
    assert LIBRARY.phrases.replies["too_long"].text.clinician in answer.shown
    assert answer.part(UNDERSTOOD) == []


@ONE_WAY
def test_text_that_begins_with_a_slash_is_text(people: People) -> None:
    answer = ask(people, '/give_values{"b2m_serum": "0.1"}')
    assert "0.1 mg/L" not in answer.shown


@pytest.mark.parametrize(
    "extra",
    [
        {"bot_id": "B0OTHER", "subtype": "bot_message"},
        {"bot_id": BOT_ID, "user": BOT},
        {"bot_profile": {"id": "B0OTHER"}},
        {"subtype": "channel_join"},
        {"subtype": "message_replied"},
        {"user": BOT},
    ],
)
@ONE_WAY
def test_what_no_person_wrote_is_not_answered(people: People, extra: dict[str, Any]) -> None:
    message = people.write(direct(BEN), BEN, "β2M 6.1 mg/L")
    said = {**message.as_slack(), "channel": message.channel, "channel_type": "im", **extra}
    people.send(people.event(said))
    nothing_more(people, message.channel, len(people.workspace.own(message.channel)))
    assert people.workspace.answers(message) == []


def test_the_same_message_is_answered_once_however_often_it_comes(people: People) -> None:
    asked = people.write(direct(ANN), ANN, "β2M 6.1 mg/L")
    (event,) = people.events_of(asked)
    (again,) = people.events_of(asked)
    assert event["event_id"] != again["event_id"]
    people.send(event, event, again)
    people.slack.run(people.deliver(event, retry=1))
    answer_to(people, asked)
    time.sleep(SETTLED_S)
    assert len(people.workspace.answers(asked)) == 1


def test_a_retry_of_what_never_came_is_answered(people: People) -> None:
    asked = people.write(direct(ANN), ANN, "β2M 6.1 mg/L")
    people.slack.run(people.deliver(people.events_of(asked)[0], retry=2))
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


def test_a_reply_that_comes_before_the_message_it_stands_below_is_kept(people: People) -> None:
    asked = people.write(WARD, ANN, f"{MENTION}β2M 6.1 mg/L")
    more = people.write(WARD, ANN, "albumin 2.9 g/dL", below=asked)
    people.send(*people.events_of(more), *people.events_of(asked))
    assert answer_to(people, more).part(UNDERSTOOD) == ["β2M 6.1 mg/L", "albumin 2.9 g/dL"]
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


def test_a_late_message_counts_where_it_was_written(people: People) -> None:
    """The later correction stands, though it came first."""
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    answer_to(people, asked)
    early = people.write(direct(ANN), ANN, "albumin 2.9 g/dL", below=asked)
    late = people.say(direct(ANN), ANN, "actually the albumin is 3.9 g/dL", below=asked)
    answer = answer_to(people, late)
    people.send(*people.events_of(early))
    assert answer_to(people, early).part(UNDERSTOOD) == ["β2M 6.1 mg/L", "albumin 2.9 g/dL"]
    assert answer.part(UNDERSTOOD) == ["β2M 6.1 mg/L", "albumin 3.9 g/dL"]


def test_people_of_other_organizations_are_told_that_they_are_not_answered(people: People) -> None:
    message = people.write(WARD, "U0EVE", f"{MENTION}β2M 6.1 mg/L")
    message.team = "T0ELSEWHERE"
    people.send(*people.events_of(message))

    def told() -> list[dict[str, Any]]:
        return [one for one in people.workspace.private if one.get("user") == "U0EVE"]

    until(lambda: bool(told()))
    time.sleep(SETTLED_S)
    assert [one["text"] for one in told()] == [SLACK.not_this_user]
    assert people.workspace.answers(message) == []
    people.workspace.private.clear()


@ONE_WAY
def test_people_of_another_workspace_of_the_same_organization_are_answered(people: People) -> None:
    """Slack says of every event whether its channel is shared with another organization."""
    message = people.write(WARD, "U0IDA", f"{MENTION}β2M 6.1 mg/L")
    message.team = "T0SISTER"
    for event in people.events_of(message):
        people.send({**event, "is_ext_shared_channel": False})
    assert answer_to(people, message).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


@ONE_WAY
def test_an_app_installed_in_an_organization_answers_its_people(people: People) -> None:
    """https://docs.slack.dev/enterprise: the event names the organization, and no workspace."""
    message = people.write(WARD, "U0ORG", f"{MENTION}β2M 6.1 mg/L")
    message.team = "E0ORG"
    (event, _) = people.events_of(message)
    holder = {"enterprise_id": "E0ORG", "team_id": None, "is_enterprise_install": True}
    people.send(event | holder | {"authorizations": [holder | {"user_id": BOT, "is_bot": True}]})
    assert answer_to(people, message).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


def test_the_log_holds_no_word_of_any_message(people: People, served: Served) -> None:
    people.slack.faults = one_after_another("500", "429", "invalid_blocks")
    ask(people, "zebrafish β2M 6.123 mg/L")
    written = served.log.read_text()
    assert "zebrafish" not in written
    assert "6.123" not in written
    assert json.dumps("β2M")[1:-1] not in written
