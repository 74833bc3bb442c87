"""What happens while an answer waits: for the assistant, for Slack, for a token, a restart."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from addons.slack_channel import inbox as inbox_room
from addons.slack_channel import outbox, web_api
from addons.slack_channel.asides import Asides
from addons.slack_channel.events import Deleted, Said, of_command, of_event
from addons.slack_channel.files import Files
from addons.slack_channel.identity import Identity, Recall
from addons.slack_channel.inbox import Inbox
from addons.slack_channel.journal import REPLY_S, Journal, Waiting
from addons.slack_channel.messages import Messages
from addons.slack_channel.outbox import Outbox
from addons.slack_channel.player import AT_ONCE, Player
from addons.slack_channel.settings import Settings
from addons.slack_channel.signing import Signing
from addons.slack_channel.threads import Desk
from addons.slack_channel.web_api import WebApi
from b2m_core.knowledge.library import load_library
from b2m_core.respond import notice
from tests.slack.fake import FakeSlack, one_after_another
from tests.slack.people import ANN, MENTION, WARD, People, direct, signed
from tests.slack.workspace import BOT, BOT_TOKEN, SECRET, TEAM, Message

LIBRARY = load_library()
WORKING = LIBRARY.phrases.slack.working
HELP = LIBRARY.phrases.replies["help"].text.clinician
IDENTITY = Identity(BOT, frozenset((TEAM,)))


class Assistant:
    """Stands for Rasa: answers when it is let, and counts how many ask at the same time."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.at_once = self.most_at_once = 0
        self.texts: list[str] = []

    async def __call__(self, message: UserMessage) -> None:
        self.at_once += 1
        self.texts.append(message.text)
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.free.wait()
        self.at_once -= 1
        answer = notice("help", LIBRARY).model_dump(mode="json")
        await message.output_channel.send_custom_json(message.sender_id, {"answer": answer})


class Memory:
    """Keeps nothing and misses nothing."""

    async def forget(self, sender: str) -> None:
        return None

    async def has(self, sender: str) -> bool:
        return True


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        yield slack
        assert slack.workspace.complaints == []


@asynccontextmanager
async def taking(
    slack: FakeSlack, assistant: Assistant, journal: Journal, **more: Any
) -> AsyncIterator[Inbox]:
    """The channel without its door."""

    settings = Settings(BOT_TOKEN, SECRET, None, api=f"{slack.url}/api/", **more)
    api, messages = WebApi(BOT_TOKEN, settings.api), Messages(LIBRARY)
    player, files = Player(assistant, LIBRARY, Memory()), Files(api, LIBRARY, journal)
    way_out, recall = Outbox(api, messages), Recall(settings, IDENTITY, journal)
    desk = Desk(api, journal, player, way_out, messages, files, recall)
    await api.open()
    inbox = Inbox(desk, Asides(desk, settings.reply_hosts), settings, LIBRARY)
    yield inbox
    await inbox.close()
    await api.close()


def asked_in_private(slack: FakeSlack) -> dict[str, str]:
    """A slash command's payload."""
    return {
        "command": "/b2m",
        "text": "6.1",
        "user_id": ANN,
        "channel_id": WARD,
        "team_id": TEAM,
        "trigger_id": "1",
        "response_url": f"{slack.url}/response/1",
    }


def heard(payload: dict[str, Any]) -> Any:
    """The event in a payload that is for us."""
    event = of_event(payload, BOT)
    assert event is not None
    return event


def said(slack: FakeSlack, number: int = 0) -> tuple[Message, Any]:
    """A direct message and its event."""
    people = People(slack, "")
    message = people.write(direct(ANN), ANN, f"message {number}")
    return message, heard(people.events_of(message)[0])


async def until(holds: Any) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come to pass")


def test_an_event_is_taken_while_the_assistant_hangs_and_its_answer_stands_in_one_post(
    slack: FakeSlack,
) -> None:
    """``take`` returns before anything is asked: that is what is acknowledged."""

    async def play() -> None:
        assistant = Assistant()
        async with taking(slack, assistant, Journal(":memory:")) as inbox:
            asked, event = said(slack)
            inbox.take(event)
            assert assistant.at_once == 0
            answers = slack.workspace.answers
            await until(lambda: bool(answers(asked)))
            assert [one.text for one in answers(asked)] == [WORKING]
            assistant.free.set()
            await until(lambda: bool(answers(asked)[0].blocks))
            (answer,) = answers(asked)
            assert HELP in answer.shown

    asyncio.run(play())


def test_a_private_answer_says_that_it_takes_a_while(slack: FakeSlack) -> None:
    """Slack lets no app replace the note (bolt-js, issue 2287): the answer stands below it."""

    async def play() -> None:
        assistant = Assistant()
        async with taking(slack, assistant, Journal(":memory:")) as inbox:
            inbox.take(of_command(asked_in_private(slack), IDENTITY.homes))
            private = slack.workspace.private
            await until(lambda: bool(private))
            assert [one["text"] for one in private] == [WORKING]
            assistant.free.set()
            await until(lambda: len(private) == 2)
            assert private[1]["blocks"]

    asyncio.run(play())


def test_a_quick_private_answer_says_nothing_of_work(slack: FakeSlack) -> None:
    async def play() -> None:
        assistant = Assistant()
        assistant.free.set()
        async with taking(slack, assistant, Journal(":memory:")) as inbox:
            inbox.take(of_command(asked_in_private(slack), IDENTITY.homes))
            await until(lambda: bool(slack.workspace.private))
            (sent,) = slack.workspace.private
            assert sent["blocks"]

    asyncio.run(play())


def test_a_message_deleted_while_it_is_played_leaves_no_answer(slack: FakeSlack) -> None:
    async def play() -> None:
        assistant = Assistant()
        async with taking(slack, assistant, Journal(":memory:")) as inbox:
            asked, event = said(slack)
            inbox.take(event)
            await until(lambda: bool(slack.workspace.answers(asked)))
            assert isinstance(event, Said)
            inbox.take(Deleted(event.origin, event.key, event.thread))
            assistant.free.set()
            await until(lambda: slack.workspace.answers(asked) == [])
            assert slack.calls.count("chat.update") == 0

    asyncio.run(play())


def test_a_message_edited_while_it_is_played_gets_the_answer_to_what_it_says_now(
    slack: FakeSlack,
) -> None:
    async def play() -> None:
        assistant = Assistant()
        async with taking(slack, assistant, Journal(":memory:")) as inbox:
            asked, event = said(slack)
            inbox.take(event)
            await until(lambda: assistant.at_once == 1)
            people = People(slack, "")
            inbox.take(heard(people.edit_of(asked, "message 1")))
            assistant.free.set()
            await until(lambda: assistant.texts == ["message 0", "message 1"])
            await until(lambda: bool(slack.workspace.answers(asked)))
            assert len(slack.workspace.answers(asked)) == 1

    asyncio.run(play())


def test_after_a_restart_the_first_edit_renews_all_answers_and_the_next_what_it_changes(
    slack: FakeSlack,
) -> None:
    """What the posts of an earlier run show is not known; after that it is."""

    async def play() -> None:
        assistant, journal, people = Assistant(), Journal(":memory:"), People(slack, "")
        assistant.free.set()
        first = people.write(direct(ANN), ANN, "message 0")
        messages = [first, people.write(direct(ANN), ANN, "message 1", below=first)]
        async with taking(slack, assistant, journal) as inbox:
            for message in messages:
                inbox.take(heard(people.events_of(message)[0]))
            await until(lambda: len(slack.workspace.own(direct(ANN))) == 2)
        async with taking(slack, assistant, journal) as inbox:
            for number in range(2):
                played = len(assistant.texts)
                inbox.take(heard(people.edit_of(first, f"changed {number}")))
                await until(lambda played=played: len(assistant.texts) >= played + 2)
                await until(lambda: slack.calls.count("chat.update") == 2)
            await asyncio.sleep(0.2)
            assert slack.calls.count("chat.update") == 2

    asyncio.run(play())


def test_a_channel_that_is_not_allowed_is_told_so_and_a_direct_message_is_answered(
    slack: FakeSlack,
) -> None:
    async def play() -> None:
        assistant = Assistant()
        assistant.free.set()
        allowed = frozenset(("C0OTHER",))
        async with taking(slack, assistant, Journal(":memory:"), channels=allowed) as inbox:
            people = People(slack, "")
            refused = people.write(WARD, ANN, f"{MENTION}β2M 6.1 mg/L")
            for payload in people.events_of(refused):
                inbox.take(heard(payload))
            asked, direct_event = said(slack)
            inbox.take(direct_event)
            await until(lambda: bool(slack.workspace.answers(asked)))
            told = [one["text"] for one in slack.workspace.private]
            assert told == [LIBRARY.phrases.slack.not_this_channel]
            assert slack.workspace.answers(refused) == []

    asyncio.run(play())


def test_a_quick_answer_says_nothing_of_work(slack: FakeSlack) -> None:
    async def play() -> None:
        assistant = Assistant()
        assistant.free.set()
        async with taking(slack, assistant, Journal(":memory:")) as inbox:
            asked, event = said(slack)
            inbox.take(event)
            await until(lambda: bool(slack.workspace.answers(asked)))
            assert slack.calls == ["chat.postMessage"]

    asyncio.run(play())


@pytest.mark.parametrize("fault", ["500 after", "drop after"])
def test_a_note_of_work_that_may_have_arrived_becomes_the_answer(
    slack: FakeSlack, fault: str
) -> None:
    async def play() -> None:
        assistant = Assistant()
        slack.faults = one_after_another(fault)
        async with taking(slack, assistant, Journal(":memory:")) as inbox:
            asked, event = said(slack)
            inbox.take(event)
            await until(lambda: bool(slack.workspace.answers(asked)))
            assistant.free.set()
            await until(lambda: HELP in slack.workspace.answers(asked)[0].shown)
            assert len(slack.workspace.answers(asked)) == 1

    asyncio.run(play())


def test_only_a_few_turns_are_played_at_once(slack: FakeSlack) -> None:
    async def play() -> None:
        assistant = Assistant()
        async with taking(slack, assistant, Journal(":memory:")) as inbox:
            for number in range(10):
                inbox.take(said(slack, number)[1])
            await until(lambda: assistant.at_once == AT_ONCE)
            assistant.free.set()
            await until(lambda: len(slack.workspace.own(direct(ANN))) == 10)
            assert assistant.most_at_once == AT_ONCE

    asyncio.run(play())


def test_no_more_is_taken_than_can_be_kept(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_room, "MAX_PENDING", 50)

    async def play() -> None:
        async with taking(slack, Assistant(), Journal(":memory:")) as inbox:
            for number in range(50):
                assert not inbox.is_full
                inbox.take(said(slack, number)[1])
            assert inbox.is_full

    asyncio.run(play())


def test_an_answer_waits_for_a_token_that_was_revoked(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_api, "DEFAULT_WAIT_S", 0.2)

    async def play() -> None:
        assistant = Assistant()
        assistant.free.set()
        slack.token = "xoxb-another"  # noqa: S105 (opens nothing)
        async with taking(slack, assistant, Journal(":memory:")) as inbox:
            asked, event = said(slack)
            inbox.take(event)
            await until(lambda: slack.calls.count("chat.postMessage") >= 2)
            slack.token = BOT_TOKEN
            await until(lambda: bool(slack.workspace.answers(asked)))

    asyncio.run(play())


def test_a_limit_is_waited_for_as_long_as_slack_says(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(wait_s: float) -> None:
        waited.append(wait_s)

    monkeypatch.setattr(outbox.asyncio, "sleep", sleep)  # type: ignore[attr-defined]
    waits = outbox.Waits()
    asyncio.run(waits.until(web_api.Later("ratelimited", 17.0)))
    for _ in range(9):
        asyncio.run(waits.longer())
    assert waited == [17.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]


def test_the_journal_takes_a_message_once_and_keeps_ids_alone(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "slack.sqlite"
    journal = Journal(str(path))
    assert journal.begin("C1", "1.1", "1.1", "U1")
    assert not journal.begin("C1", "1.1", "1.1", "U1")
    assert journal.begin("C2", "1.1", "1.1", "U1")
    journal.set_audience("U1", "plain")
    journal.close()
    again = Journal(str(path))
    assert again.waiting() == [Waiting("C1", "1.1", "1.1", "U1"), Waiting("C2", "1.1", "1.1", "U1")]
    again.done("C1", "1.1")
    assert [waiting.channel for waiting in again.waiting()] == ["C2"]
    assert (again.has("C1", "1.1"), again.is_done("C1", "1.1")) == (True, True)
    assert (again.has_thread("C1", "1.1"), again.has_thread("C1", "2.2")) == (True, False)
    assert (again.audience("U1"), again.audience("U2")) == ("plain", None)
    again.close()


def test_the_journal_knows_the_files_below_an_answer(tmp_path: Path) -> None:
    path = str(tmp_path / "slack.sqlite")
    journal = Journal(path)
    journal.begin("C1", "1.1", "1.1", "U1")
    for file in ("F1", "F2", "F1"):
        journal.add_file("C1", "1.1", file)
    journal.add_file("C2", "1.1", "F3")  # no turn of ours
    journal.close()
    again = Journal(path)
    assert again.files("C1", "1.1") == ["F1", "F2"]
    assert again.files("C2", "1.1") == []
    again.remove_file("C1", "1.1", "F1")
    assert again.files("C1", "1.1") == ["F2"]
    assert (again.thread_of("C1", "1.1"), again.thread_of("C1", "2.2")) == ("1.1", None)
    again.close()


def test_a_file_that_cannot_be_taken_back_now_is_taken_back_later(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "FIRST_WAIT_S", 0.01)

    async def play() -> None:
        journal, api = Journal(":memory:"), WebApi(BOT_TOKEN, f"{slack.url}/api/")
        files = Files(api, LIBRARY, journal)
        await api.open()
        journal.begin("C1", "1.1", "1.1", ANN)
        journal.add_file("C1", "1.1", "F1")
        slack.workspace.files["F1"] = {}
        slack.faults = one_after_another("500", "500", "500", method="files.delete")
        await files.take_back("C1", "1.1")
        assert (journal.files("C1", "1.1"), list(slack.workspace.files)) == (["F1"], ["F1"])
        await files.take_back("C1", "1.1")
        assert (journal.files("C1", "1.1"), list(slack.workspace.files)) == ([], [])
        journal.add_file("C1", "1.1", "F2")  # somebody else deleted it
        await files.take_back("C1", "1.1")
        assert journal.files("C1", "1.1") == []
        await api.close()

    asyncio.run(play())


def test_an_address_for_a_reply_is_kept_as_long_as_slack_takes_one() -> None:
    now = [1000.0]
    journal = Journal(":memory:", lambda: now[0])
    journal.begin_reply("https://hooks.slack.com/1")
    now[0] += REPLY_S
    journal.begin_reply("https://hooks.slack.com/2")
    assert journal.broken_replies() == ["https://hooks.slack.com/1", "https://hooks.slack.com/2"]
    now[0] += 1
    assert journal.broken_replies() == ["https://hooks.slack.com/2"]
    journal.end_reply("https://hooks.slack.com/2")
    assert journal.broken_replies() == []


@pytest.mark.parametrize(
    ("age_s", "is_valid"), [(300, True), (301, False), (-300, True), (-301, False)]
)
def test_a_signature_holds_for_five_minutes(age_s: int, is_valid: bool) -> None:
    headers = {name.lower(): value for name, value in signed(b"x", at=10_000).items()}
    assert Signing(SECRET, lambda: 10_000.0 + age_s).is_valid(b"x", headers) is is_valid


def test_a_request_that_was_taken_is_a_replay_until_its_time_is_over() -> None:
    now = [10_000.0]
    signing = Signing(SECRET, lambda: now[0])
    headers = {name.lower(): value for name, value in signed(b"x", at=10_000).items()}
    assert signing.is_valid(b"x", headers)
    assert signing.is_valid(b"x", headers)  # it was not taken: there was no room
    signing.accept(headers)
    assert not signing.is_valid(b"x", headers)
    now[0] += 299
    signing.accept({**headers, "x-slack-signature": "another"})
    assert not signing.is_valid(b"x", headers)
