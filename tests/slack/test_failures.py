"""Slack fails, is slow, or says no: every answer arrives, once, or somebody is told."""

import json
import time
from pathlib import Path

import pytest

from b2m_core.knowledge.library import load_library
from tests.slack.conftest import Served, serve, stop
from tests.slack.fake import FakeSlack, one_after_another
from tests.slack.people import ANN, BEN, MENTION, WARD, People, direct, signed, until
from tests.slack.test_buttons import new_post, posts
from tests.slack.test_files import SERIES, below
from tests.slack.test_messages import SETTLED_S, UNDERSTOOD, answer_to

LIBRARY = load_library()


@pytest.mark.parametrize(
    "faults",
    [
        ["429"],
        ["500", "500"],
        ["500 after"],
        ["drop after"],
        ["500 after", "429", "drop after"],
        ["internal_error"],
        ["slow"],
    ],
)
def test_an_answer_is_posted_once_whatever_happens_on_the_way(
    people: People, faults: list[str]
) -> None:
    people.slack.faults = one_after_another(*faults)
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]
    time.sleep(SETTLED_S)
    assert len(people.workspace.answers(asked)) == 1


def test_blocks_that_slack_refuses_are_sent_in_words(people: People) -> None:
    people.slack.faults = one_after_another("invalid_blocks")
    answer = answer_to(people, people.say(direct(ANN), ANN, "β2M 6.1 mg/L"))
    assert answer.blocks == []
    assert "- β2M 6.1 mg/L" in answer.text


@pytest.mark.parametrize("reason", ["archived", "not_in"])
def test_what_cannot_be_posted_in_a_channel_goes_to_the_user(people: People, reason: str) -> None:
    channel = f"C0{reason.upper().replace('_', '')}"
    getattr(people.workspace, reason).add(channel)
    before = posts(people, direct(BEN))
    people.say(channel, BEN, f"{MENTION}β2M 6.1 mg/L")
    post = new_post(people, direct(BEN), before)
    assert post.part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


def test_an_answer_that_somebody_deleted_is_posted_anew_when_it_changes(people: People) -> None:
    asked = people.say(direct(ANN), ANN, "β2M 6.1 mg/L")
    answer = answer_to(people, asked)
    del people.workspace.messages[answer.channel, answer.ts]
    people.edit(asked, "β2M 4.1 mg/L")
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 4.1 mg/L"]


def test_a_private_answer_survives_failures_too(people: People) -> None:
    people.slack.faults = one_after_another("500", "429", method="response_url")
    reply = people.command("β2M 6.1 mg/L")
    until(lambda: any(one.get("url") == reply for one in people.workspace.private))


def test_a_lost_connection_loses_nothing(served: Served) -> None:
    people = People(served.slack, served.url, over_socket=True)
    asked = []
    for number in range(3):
        people.slack.run(people.slack.disconnect())
        asked.append(people.say(direct(ANN), ANN, f"β2M {number + 1}.5 mg/L"))
    for number, message in enumerate(asked):
        assert answer_to(people, message).part(UNDERSTOOD) == [f"β2M {number + 1}.5 mg/L"]


def test_an_event_whose_connection_broke_before_it_was_acknowledged_is_answered_once(
    served: Served,
) -> None:
    people = People(served.slack, served.url, over_socket=True)
    asked = people.write(direct(ANN), ANN, "β2M 6.1 mg/L")
    people.cut_off(people.events_of(asked)[0])
    assert answer_to(people, asked).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]
    time.sleep(SETTLED_S)
    assert len(people.workspace.answers(asked)) == 1


def test_when_slack_takes_no_more_every_answer_waits_and_comes_once(people: People) -> None:
    """Every call is refused for a while, whatever it is for."""
    refused = ["429"] * 12
    people.slack.faults = lambda _: refused.pop() if refused else None
    asked = [people.say(direct(ANN), ANN, f"β2M {number}.5 mg/L") for number in range(5)]
    more = people.say(direct(ANN), ANN, "albumin 2.9 g/dL", below=asked[0])
    for number, message in enumerate(asked):
        assert answer_to(people, message).part(UNDERSTOOD) == [f"β2M {number}.5 mg/L"]
    assert answer_to(people, more).part(UNDERSTOOD) == ["β2M 0.5 mg/L", "albumin 2.9 g/dL"]
    assert refused == []


def test_slack_verifies_the_address(http_people: People) -> None:
    body = b'{"type": "url_verification", "challenge": "abc"}'
    assert _post(http_people, body, signed(body)) == (200, "abc")


def test_forged_and_old_requests_are_refused(http_people: People) -> None:
    asked = http_people.write(direct(BEN), BEN, "β2M 6.1 mg/L")
    body = json.dumps(http_people.events_of(asked)[0]).encode()
    now = time.time()
    good = signed(body, at=now - 250)
    for headers in (
        {},
        signed(body, secret="another"),  # noqa: S106 (signs nothing)
        signed(body + b" "),
        signed(body, at=now - 400),
        signed(body, at=now + 400),
        {**good, "X-Slack-Request-Timestamp": "soon"},
        {**good, "X-Slack-Request-Timestamp": str(int(now))},
    ):
        assert _post(http_people, body, headers)[0] == 401
    assert _post(http_people, body, good)[0] == 200
    assert _post(http_people, body, good)[0] == 401
    assert _post(http_people, b"\xff", signed(b"x"))[0] == 401
    assert answer_to(http_people, asked).part(UNDERSTOOD) == ["β2M 6.1 mg/L"]


@pytest.mark.parametrize("body", [b"[]", b"{", b"no json"])
def test_a_signed_request_that_says_nothing_is_refused(http_people: People, body: bytes) -> None:
    assert _post(http_people, body, signed(body))[0] == 400


def _post(people: People, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    async def post() -> tuple[int, str]:
        kind = {"Content-Type": "application/json"}
        session = people.slack.session
        async with session.post(people.address, data=body, headers=kind | headers) as response:
            return response.status, await response.text()

    return people.slack.run(post())


def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    """What waits is answered, threads go on, buttons and commands say that they are lost."""
    with FakeSlack() as slack:
        served = serve(slack, tmp_path)
        people = People(slack, served.url)
        try:
            asked = people.say(WARD, ANN, f"{MENTION}β2M 6.1 mg/L")
            post = answer_to(people, asked)
            people.press(post, "multiple myeloma")
            until(lambda: len(people.workspace.own(WARD, asked.ts)) == 2)
            series = people.say(direct(BEN), BEN, SERIES)
            until(lambda: len(below(people, series.ts)) == 1)
            changed = people.say(direct(BEN), BEN, "β2M 61 mg/L")
            answer_to(people, changed)
            withdrawn = people.say(direct(BEN), BEN, "albumin 2.9 g/dL", below=changed)
            answer_to(people, withdrawn)
            slack.faults = lambda method: "500" if method != "auth.test" else None
            waiting = people.say(WARD, BEN, "albumin 2.9 g/dL", below=asked)
            reply = people.command("β2M 3 mg/L")
            deleted = people.say(direct(ANN), ANN, "β2M 9.9 mg/L")
            until(lambda: slack.calls.count("chat.postMessage") >= 4)
        finally:
            stop(served)
        del people.workspace.messages[deleted.channel, deleted.ts]
        people.edit_of(changed, "β2M 4.1 mg/L")  # their events were sent to nobody
        people.delete_of(withdrawn)
        slack.faults = lambda _: None
        served = serve(slack, tmp_path)
        people = People(slack, served.url)
        try:
            expected = ["β2M 6.1 mg/L", "albumin 2.9 g/dL", "multiple myeloma"]
            assert answer_to(people, waiting).part(UNDERSTOOD) == expected
            until(lambda: any(one.get("url") == reply for one in people.workspace.private))
            people.edit(asked, f"{MENTION}β2M 4.1 mg/L")
            until(lambda: post.part(UNDERSTOOD) == ["β2M 4.1 mg/L"])
            assert len(people.workspace.own(WARD, asked.ts)) == 3
            assert people.workspace.answers(deleted) == []
            more = people.say(direct(BEN), BEN, "creatinine 2.4 mg/dL", below=changed)
            expected = ["β2M 4.1 mg/L", "creatinine 2.4 mg/dL"]
            assert answer_to(people, more).part(UNDERSTOOD) == expected
            until(lambda: people.workspace.answers(withdrawn) == [])
            until(lambda: answer_to(people, changed).part(UNDERSTOOD) == ["β2M 4.1 mg/L"])
            people.edit(series, "β2M 6.1 mg/L")
            until(lambda: below(people, series.ts) == [])
            assert people.workspace.complaints == []
            assert b"albumin" not in b"".join(
                path.read_bytes() for path in tmp_path.iterdir() if path.is_file()
            )
        finally:
            stop(served)
