"""Files: the charts and long words that we put below answers, and what hangs on messages."""

from typing import Any

import pytest

from b2m_core.knowledge.library import load_library
from b2m_core.rendering.slack import NOT_USED
from tests.slack.fake import MAX_TEXT, one_after_another
from tests.slack.people import ANN, BEN, MENTION, WARD, People, direct, until
from tests.slack.test_buttons import as_message, new_post, posts, private
from tests.slack.test_messages import ONE_WAY, UNDERSTOOD, answer_to, ask, nothing_more

LIBRARY = load_library()
SLACK, REPLIES = LIBRARY.phrases.slack, LIBRARY.phrases.replies
SERIES = "myeloma, β2M 3 mg/L on 2026-01-10, β2M 6 mg/L on 2026-06-10"
FILE: dict[str, Any] = {
    "subtype": "file_share",
    "files": [{"id": "F0REPORT", "name": "report.pdf"}],
}


def below(people: People, thread: str) -> list[dict[str, Any]]:
    """The files in a thread."""
    return [file for file in people.workspace.files.values() if file.get("thread") == thread]


@ONE_WAY
def test_serial_values_get_their_chart_in_words_too(people: People) -> None:
    asked = people.say(direct(ANN), ANN, SERIES)
    answer_to(people, asked)
    until(lambda: len(below(people, asked.ts)) == 1)
    (file,) = below(people, asked.ts)
    assert file["content"].startswith(b"\x89PNG")
    assert "3 mg/L" in file["alt_txt"]
    people.delete(asked)
    until(lambda: below(people, asked.ts) == [])


@ONE_WAY
def test_the_chart_changes_with_its_answer(people: People) -> None:
    asked = people.say(direct(ANN), ANN, SERIES)
    until(lambda: len(below(people, asked.ts)) == 1)
    people.edit(asked, SERIES.replace("6 mg/L", "9 mg/L"))
    until(lambda: [("9 mg/L" in file["alt_txt"]) for file in below(people, asked.ts)] == [True])
    people.edit(asked, "β2M 6.1 mg/L")
    until(lambda: below(people, asked.ts) == [])


@ONE_WAY
def test_the_chart_of_a_private_answer_stands_where_only_its_asker_sees_it(people: People) -> None:
    """Slack shows no uploaded file to one user of a channel alone (node-slack-sdk, issue 1790)."""
    before = posts(people, direct(BEN))
    sent = private(people, people.command(SERIES, user=BEN))
    assert "β2M 6 mg/L (2026-06-10)" in as_message(sent).part(UNDERSTOOD)
    post = new_post(people, direct(BEN), before)
    assert post.text == SLACK.private_chart
    until(lambda: bool(below(people, post.ts)))
    (file,) = below(people, post.ts)
    assert (file["channel"], file["content"][:4]) == (direct(BEN), b"\x89PNG")
    more = answer_to(people, people.say(direct(BEN), BEN, "albumin 2.9 g/dL", below=post))
    assert {"β2M 6 mg/L (2026-06-10)", "albumin 2.9 g/dL"} <= set(more.part(UNDERSTOOD))


@ONE_WAY
def test_an_answer_sent_to_the_user_directly_has_its_chart_below_it(people: People) -> None:
    channel = "C0CLOSED"
    people.workspace.not_in.add(channel)
    before = posts(people, direct(BEN))
    people.say(channel, BEN, f"{MENTION}{SERIES}")
    post = new_post(people, direct(BEN), before)
    until(lambda: len(below(people, post.ts)) == 1)


@ONE_WAY
def test_words_too_long_for_a_message_go_on_in_a_file(people: People) -> None:
    """Slack refuses its blocks, and takes 4,000 characters of words."""
    people.slack.faults = one_after_another("invalid_blocks")
    asked = people.say(direct(ANN), ANN, "β2M 6.1, creatinine 2.4")
    answer = answer_to(people, asked)
    assert answer.blocks == []
    assert answer.text.endswith(SLACK.more_in_file)
    assert len(answer.text) <= MAX_TEXT
    until(lambda: len(below(people, asked.ts)) == 1)
    (file,) = below(people, asked.ts)
    assert LIBRARY.phrases.disclaimer.clinician in file["content"].decode()
    people.edit(asked, "β2M 4.1, creatinine 2.4")
    until(lambda: bool(answer.blocks))
    until(lambda: below(people, asked.ts) == [])


@ONE_WAY
def test_private_words_too_long_for_a_message_go_on_in_the_next(people: People) -> None:
    people.slack.faults = one_after_another("invalid_blocks", method="response_url")
    reply = people.command("β2M 6.1, creatinine 2.4")

    def sent() -> str:
        return "\n\n".join(
            one["text"] for one in people.workspace.private if one.get("url") == reply
        )

    until(lambda: sent().endswith(LIBRARY.phrases.disclaimer.clinician))
    assert sent().startswith("What I understood:\n- β2M 6.1 mg/L (unit assumed)")


@ONE_WAY
def test_a_long_report_is_answered_and_what_was_not_used_waits_behind_a_button(
    people: People,
) -> None:
    lines = [f"Sodium 1{number} mmol/L (135-145)" for number in range(20, 99)]
    answer = ask(people, "\n".join(["β2M 6.1 mg/L", *lines]))
    assert answer.part(UNDERSTOOD) == ["β2M 6.1 mg/L"], answer.shown
    reply = people.press(answer, LIBRARY.phrases.buttons[NOT_USED].label.clinician)

    def shown() -> str:
        sent = [one for one in people.workspace.private if one.get("url") == reply]
        return "\n".join(as_message(one).shown for one in sent)

    until(lambda: "198" in shown())
    assert all(f"1{number}" in shown() for number in range(20, 99))


@ONE_WAY
def test_a_file_beside_a_message_is_said_not_to_be_read(people: People) -> None:
    answer = ask(people, "β2M 6.1 mg/L, report attached", **FILE)
    assert answer.shown.startswith(SLACK.files_unread)
    assert answer.part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


@ONE_WAY
def test_a_file_alone_is_told_what_to_do(people: People) -> None:
    shown = ask(people, "", **FILE).shown
    assert SLACK.files_unread in shown
    assert REPLIES["empty"].text.clinician in shown


@ONE_WAY
def test_a_file_alone_between_people_of_a_thread_asks_nothing(people: People) -> None:
    asked = people.say(WARD, ANN, f"{MENTION}β2M 6.1 mg/L")
    answer_to(people, asked)
    people.say(WARD, BEN, "", below=asked, **FILE)
    nothing_more(people, WARD, len(people.workspace.own(WARD)))


@ONE_WAY
@pytest.mark.parametrize(
    "report",
    [
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*β2M* 6.1 mg/L"}}]},
        {
            "blocks": [
                {
                    "type": "section",
                    "fields": [
                        {"type": "mrkdwn", "text": "β2M"},
                        {"type": "mrkdwn", "text": "6.1 mg/L"},
                    ],
                }
            ]
        },
        {"attachments": [{"fallback": "report", "text": "β2M 6.1 mg/L"}]},
        {"attachments": [{"fields": [{"title": "β2M", "value": "6.1 mg/L"}]}]},
    ],
)
def test_the_shortcut_reads_a_report_that_a_program_laid_out(
    people: People, report: dict[str, Any]
) -> None:
    """Its text is a mere summary."""
    posted = people.write(WARD, BEN, "New report", bot_id="B0LAB", subtype="bot_message", **report)
    sent = private(people, people.shortcut(posted))
    assert as_message(sent).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


@ONE_WAY
def test_the_shortcut_says_that_it_reads_no_files(people: People) -> None:
    posted = people.write(WARD, BEN, "β2M 6.1 mg/L", **FILE)
    assert SLACK.files_unread in as_message(private(people, people.shortcut(posted))).shown
