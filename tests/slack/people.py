"""What people do in the fake Slack, and how their events reach the assistant."""

import asyncio
import json
import random
import time
import uuid
from collections.abc import Callable
from itertools import count, cycle
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.slack.fake import FakeSlack
from tests.slack.workspace import BOT, SECRET, TEAM, Message

MENTION = f"<@{BOT}> "
ANN, BEN = "U0ANN", "U0BEN"
WARD = "C0WARD"


def direct(user: str) -> str:
    """The channel of somebody's direct messages."""
    return f"D{user[1:]}"


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack signs a request."""
    timestamp = str(int(at if at is not None else time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}


class People:
    """People of one workspace; ``over_socket`` sends their events through Socket Mode."""

    def __init__(self, slack: FakeSlack, assistant: str, *, over_socket: bool = False) -> None:
        self.slack = slack
        self.workspace = slack.workspace
        self.over_socket = over_socket
        self.address = f"{assistant}/webhooks/slack/events"
        self.status: list[int] = []
        self._ids = count(1)
        self._seconds = cycle(range(200))

    # What people do.

    def say(
        self, channel: str, user: str, text: str, *, below: Message | None = None, **extra: Any
    ) -> Message:
        """Write a message; it is sent to the assistant in the kinds of events that Slack sends."""
        message = self.write(channel, user, text, below=below, **extra)
        self.send(*self.events_of(message))
        return message

    def write(
        self, channel: str, user: str, text: str, *, below: Message | None = None, **extra: Any
    ) -> Message:
        """Write a message of which no event is sent yet."""
        ts = self.workspace.ts()
        message = Message(channel, ts, below.thread if below else ts, user, text, extra=extra)
        self.workspace.messages[channel, ts] = message
        return message

    def events_of(self, message: Message) -> list[dict[str, Any]]:
        """The events of a message: a mention in a channel comes as two."""
        kind = "im" if message.channel.startswith("D") else "channel"
        said = {**message.as_slack(), "channel": message.channel, "channel_type": kind}
        events = [self.event(said)]
        if MENTION.strip() in message.text and kind == "channel":
            events.append(self.event({**said, "type": "app_mention"}))
        return events

    def edit(self, message: Message, text: str) -> None:
        """Change a message."""
        self.send(self.edit_of(message, text))

    def edit_of(self, message: Message, text: str) -> dict[str, Any]:
        """Change a message; the event, which is not sent yet."""
        before = message.as_slack()
        message.text = text
        message.extra["edited"] = {"user": message.user, "ts": self.workspace.ts()}
        return self.event(
            {
                "type": "message",
                "subtype": "message_changed",
                "channel": message.channel,
                "message": message.as_slack(),
                "previous_message": before,
            }
        )

    def delete(self, message: Message) -> None:
        """Delete a message."""
        self.send(self.delete_of(message))

    def delete_of(self, message: Message) -> dict[str, Any]:
        """Delete a message; the event, which is not sent yet."""
        del self.workspace.messages[message.channel, message.ts]
        return self.event(
            {
                "type": "message",
                "subtype": "message_deleted",
                "channel": message.channel,
                "deleted_ts": message.ts,
                "previous_message": message.as_slack(),
            }
        )

    def press(
        self, post: Message | dict[str, Any], label: str, user: str = ANN, **more: Any
    ) -> str:
        """Press a button, below a post or in private; the id of the address for the reply."""
        if isinstance(post, Message):
            button = post.button(label)
            container: dict[str, Any] = {
                "type": "message",
                "message_ts": post.ts,
                "channel_id": post.channel,
                "thread_ts": post.thread,
            }
            channel = post.channel
        else:
            channel = WARD
            shown = Message(channel, "", "", BOT, "", post["blocks"])
            button = shown.button(label)
            container = {"type": "message", "message_ts": self.workspace.ts(), "is_ephemeral": True}
        reply, url = self._reply()
        action = {**button, "action_ts": self.workspace.ts(), "type": "button", **more}
        self._interact(
            {
                "type": "block_actions",
                "user": {"id": user, "team_id": TEAM},
                "team": {"id": TEAM},
                "channel": {"id": channel},
                "container": container,
                "response_url": url,
                "actions": [action],
            }
        )
        return reply

    def command(self, text: str, user: str = ANN, channel: str = WARD, **more: str) -> str:
        """Use the slash command; the id of the address for the reply."""
        reply, url = self._reply()
        given = {
            "command": "/b2m",
            "text": text,
            "user_id": user,
            "channel_id": channel,
            "team_id": TEAM,
            "trigger_id": uuid.uuid4().hex,
            "response_url": url,
            **more,
        }
        if self.over_socket:
            self.slack.run(self._envelope("slash_commands", given))
        else:
            self._form(given)
        return reply

    def shortcut(self, message: Message, user: str = ANN) -> str:
        """Choose the shortcut on a message; the id of the address for the reply."""
        reply, url = self._reply()
        self._interact(
            {
                "type": "message_action",
                "callback_id": "interpret",
                "trigger_id": uuid.uuid4().hex,
                "user": {"id": user, "team_id": TEAM},
                "team": {"id": TEAM},
                "channel": {"id": message.channel},
                "message": message.as_slack(),
                "response_url": url,
            }
        )
        return reply

    def choose_audience(self, audience: str, user: str = ANN) -> None:
        """Choose an audience on the assistant's page."""
        self._interact(
            {
                "type": "block_actions",
                "user": {"id": user, "team_id": TEAM},
                "team": {"id": TEAM},
                "container": {"type": "view"},
                "actions": [
                    {
                        "type": "radio_buttons",
                        "action_id": "b2m.audience",
                        "action_ts": self.workspace.ts(),
                        "selected_option": {"value": audience},
                    }
                ],
            }
        )

    def open_home(self, user: str = ANN) -> None:
        """Open the assistant's page."""
        self.send(self.event({"type": "app_home_opened", "user": user, "tab": "home"}))

    # How it reaches the assistant.

    def event(self, event: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The payload of an event."""
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{next(self._ids)}",
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": event,
            **more,
        }

    def send(self, *payloads: dict[str, Any]) -> None:
        """Send payloads of the Events API, in order."""
        for payload in payloads:
            self.slack.run(self.deliver(payload))

    def cut_off(self, payload: dict[str, Any]) -> None:
        """Send an event over a socket that breaks before anything can be acknowledged."""
        self.slack.run(self._cut_off(payload))

    async def _cut_off(self, payload: dict[str, Any]) -> None:
        envelope = uuid.uuid4().hex
        for socket in list(self.slack.sockets):
            await socket.send_json(
                {"type": "events_api", "envelope_id": envelope, "payload": payload}
            )
            await socket.close()
        await self._envelope("events_api", payload, envelope)

    async def deliver(self, payload: dict[str, Any], retry: int = 0) -> None:
        """Send one payload the way that is set."""
        if self.over_socket:
            await self._envelope("events_api", payload)
            return
        headers = {"X-Slack-Retry-Num": str(retry)} if retry else {}
        await self._post(json.dumps(payload).encode(), "application/json", headers)

    def _interact(self, payload: dict[str, Any]) -> None:
        if self.over_socket:
            self.slack.run(self._envelope("interactive", payload))
        else:
            self._form({"payload": json.dumps(payload)})

    def _form(self, given: dict[str, str]) -> None:
        body = urlencode(given).encode()
        self.slack.run(self._post(body, "application/x-www-form-urlencoded", {}))

    async def _post(self, body: bytes, content_type: str, headers: dict[str, str]) -> None:
        # No two at the same second: the second one would be a replay, and refused.
        at = time.time() - next(self._seconds)
        sent = {"Content-Type": content_type, **signed(body, at=at), **headers}
        async with self.slack.session.post(self.address, data=body, headers=sent) as response:
            self.status.append(response.status)

    async def _envelope(
        self, kind: str, payload: dict[str, Any], envelope: str | None = None
    ) -> None:
        """Send until it is acknowledged, as Slack does, also when the connection is lost."""
        envelope = envelope or uuid.uuid4().hex
        for _ in range(100):
            for socket in list(self.slack.sockets):
                if not socket.closed:
                    await socket.send_json(
                        {"type": kind, "envelope_id": envelope, "payload": payload}
                    )
                    break
            for _ in range(60):
                if envelope in self.slack.acknowledged:
                    return
                await asyncio.sleep(0.05)
        raise AssertionError("an envelope was never acknowledged")

    def _reply(self) -> tuple[str, str]:
        reply = uuid.uuid4().hex
        return reply, f"{self.slack.url}/response/{reply}"


def until(holds: Callable[[], bool], limit_s: float = 30) -> None:
    """Wait until something holds; fails where it does not within the limit."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < limit_s, "it did not come to pass"
        time.sleep(0.02)


def shuffled(events: list[Any], chance: random.Random, share: float) -> list[Any]:
    """The same events, some of them a place too late."""
    late = list(events)
    for place in range(len(late) - 1):
        if chance.random() < share:
            late[place], late[place + 1] = late[place + 1], late[place]
    return late
