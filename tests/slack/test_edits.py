"""Messages that are changed or deleted: what was said last counts, wherever and whenever."""

from typing import Any

import pytest

from b2m_core.knowledge.library import load_library
from tests.slack.people import ANN, BEN, MENTION, WARD, People, direct, until
from tests.slack.test_messages import ONE_WAY, UNDERSTOOD, answer_to, nothing_more

SLACK = load_library().phrases.slack


def test_an_edit_changes_the_answer_in_its_place_and_those_after_it(people: People) -> None:
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    first = answer_to(people, asked)
    more = people.say(direct(ANN), ANN, "albumin 2.9 g/dL", below=asked)
    second = answer_to(people, more)
    people.edit(asked, "β2M 4.1 mg/L")
    until(lambda: second.part(UNDERSTOOD) == ["β2M 4.1 mg/L", "albumin 2.9 g/dL"])
    assert first.part(UNDERSTOOD) == ["β2M 4.1 mg/L"]
    assert len(people.workspace.own(asked.channel, asked.ts)) == 2


@ONE_WAY
def test_an_edit_that_changes_no_word_changes_nothing(people: People) -> None:
    """Slack reports it when a link is unfurled."""
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    answer = answer_to(people, asked)
    people.edit(asked, "β2M 6.1 mg/L")
    nothing_more(people, asked.channel, len(people.workspace.own(asked.channel)))
    assert answer.edits == 0


@ONE_WAY
def test_an_edit_can_turn_to_us(people: People) -> None:
    asked = people.say(WARD, ANN, "β2M 6.1 mg/L")
    people.edit(asked, f"{MENTION}β2M 6.1 mg/L")
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


def test_a_deleted_message_takes_its_answer_and_its_values_with_it(people: People) -> None:
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    answer_to(people, asked)
    wrong = people.say(direct(ANN), ANN, "albumin 2.9 g/dL", below=asked)
    answer_to(people, wrong)
    more = people.say(direct(ANN), ANN, "creatinine 2.4 mg/dL", below=asked)
    last = answer_to(people, more)
    people.delete(wrong)
    until(lambda: last.part(UNDERSTOOD) == ["β2M 6.1 mg/L", "creatinine 2.4 mg/dL"])
    until(lambda: people.workspace.answers(wrong) == [])
    assert len(people.workspace.own(asked.channel, asked.ts)) == 2


def test_a_deleted_first_message_of_a_thread_is_forgotten_too(people: People) -> None:
    """Slack keeps a tombstone in its place."""
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    answer_to(people, asked)
    more = people.say(direct(ANN), ANN, "albumin 2.9 g/dL", below=asked)
    last = answer_to(people, more)
    before = asked.as_slack()
    asked.extra["subtype"] = "tombstone"
    event = {"type": "message", "subtype": "message_changed", "channel": asked.channel}
    people.send(people.event({**event, "message": asked.as_slack(), "previous_message": before}))
    until(lambda: last.part(UNDERSTOOD) == ["albumin 2.9 g/dL"])
    until(lambda: people.workspace.answers(asked) == [])


def with_table(value: str) -> dict[str, Any]:
    """What a message with a pasted table carries beside its text."""
    rows = [[{"type": "raw_text", "text": text} for text in ("β2M", value)]]
    return {"attachments": [{"blocks": [{"type": "table", "rows": rows}]}]}


@ONE_WAY
def test_an_edit_of_a_pasted_table_counts(people: People) -> None:
    """Slack keeps a table out of the text of its message."""
    asked = people.say(direct(ANN), ANN, "", **with_table("6.1 mg/L"))
    answer = answer_to(people, asked)
    assert answer.part(UNDERSTOOD) == ["β2M 6.1 mg/L"]
    event = people.edit_of(asked, "")
    event["event"]["message"] |= with_table("4.1 mg/L")
    people.send(event)
    until(lambda: answer.part(UNDERSTOOD) == ["β2M 4.1 mg/L"])


@ONE_WAY
def test_an_edit_that_comes_after_a_later_one_changes_nothing(people: People) -> None:
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    answer = answer_to(people, asked)
    early = people.edit_of(asked, "β2M 5.1 mg/L")
    people.send(people.edit_of(asked, "β2M 4.1 mg/L"))
    until(lambda: answer.part(UNDERSTOOD) == ["β2M 4.1 mg/L"])
    people.send(early)
    nothing_more(people, asked.channel, len(people.workspace.own(asked.channel)))
    assert answer.part(UNDERSTOOD) == ["β2M 4.1 mg/L"]


@ONE_WAY
def test_an_edit_that_comes_before_its_message_is_answered_once(people: People) -> None:
    asked = people.write(direct(ANN), ANN, "β2M 6.1 mg/L")
    first = people.events_of(asked)
    people.send(people.edit_of(asked, "β2M 4.1 mg/L"), *first)
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 4.1 mg/L"]
    nothing_more(people, asked.channel, len(people.workspace.own(asked.channel)))


@ONE_WAY
@pytest.mark.parametrize("channel", [direct(BEN), WARD])
def test_a_message_whose_deletion_came_first_is_not_answered(people: People, channel: str) -> None:
    asked = people.write(channel, BEN, f"{MENTION}β2M 6.1 mg/L")
    late = people.events_of(asked)
    people.send(people.delete_of(asked), *late)
    nothing_more(people, channel, len(people.workspace.own(channel)))
    assert people.workspace.answers(asked) == []


@ONE_WAY
def test_a_reply_deleted_before_its_thread_was_ours_is_not_read(people: People) -> None:
    asked = people.write(WARD, ANN, f"{MENTION}β2M 6.1 mg/L")
    wrong = people.say(WARD, ANN, "albumin 2.9 g/dL", below=asked)
    people.delete(wrong)
    people.send(*people.events_of(asked))
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]
    nothing_more(people, WARD, len(people.workspace.own(WARD)))
    assert people.workspace.answers(wrong) == []


@ONE_WAY
def test_a_deletion_that_does_not_say_what_was_deleted_is_understood(people: People) -> None:
    """Where a workspace keeps no messages, Slack has nothing of the one before to send."""
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    first = answer_to(people, asked)
    wrong = people.say(direct(ANN), ANN, "albumin 2.9 g/dL", below=asked)
    answer_to(people, wrong)
    event = people.delete_of(wrong)
    del event["event"]["previous_message"]
    people.send(event)
    until(lambda: people.workspace.answers(wrong) == [])
    assert people.workspace.answers(asked) == [first]


@ONE_WAY
def test_an_answer_that_may_not_be_deleted_says_nothing_any_more(people: People) -> None:
    """Slack refuses to delete where the workspace has to keep its messages."""
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    answer = answer_to(people, asked)
    people.workspace.keeps_all = True
    try:
        people.delete(asked)
        until(lambda: answer.text == SLACK.taken_back)
        assert answer.blocks == []
    finally:
        people.workspace.keeps_all = False
