"""Answers that only the asker sees: slash command and shortcut. One question, one conversation.

Such a conversation lives in memory. An address at which somebody waits is noted, so that after a
restart they learn that they have to ask again.
"""

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from addons.slack_channel.events import Asked, Pressed
from addons.slack_channel.history import metadata
from addons.slack_channel.messages import Message, Rendered
from addons.slack_channel.outbox import insist
from addons.slack_channel.threads import RUN, Desk
from addons.slack_channel.web_api import Later, Refused, Unsure
from b2m_core.contract.models import Answer

MAX_KEPT: Final = 1000
TRIES: Final = 8
"""Slack takes an answer for 30 minutes; eight waits, each twice as long, are about two."""


@dataclass(eq=False)
class Aside:
    """A conversation with one user."""

    id: str
    user: str
    channel: str
    answer: Answer | None = None
    order: asyncio.Lock = field(default_factory=asyncio.Lock)


class Asides:
    """All such conversations, the latest ones kept."""

    def __init__(self, desk: Desk, reply_hosts: frozenset[str]) -> None:
        self._desk = desk
        self._hosts = reply_hosts
        self._kept: OrderedDict[str, Aside] = OrderedDict()

    async def ask(self, asked: Asked) -> None:
        """Answer a question to its asker alone."""
        self._desk.journal.begin_reply(asked.reply_url)
        aside = Aside(secrets.token_hex(8), asked.origin.user, asked.origin.channel)
        self._kept[aside.id] = aside
        while len(self._kept) > MAX_KEPT:
            _, old = self._kept.popitem(last=False)
            await self._desk.player.memory.forget(self._sender(old))
        await self._say(aside, asked.text, asked.reply_url, None)

    async def say(self, pressed: Pressed, text: str, label: str) -> None:
        """Go on with a conversation by a button."""
        aside = self._kept.get(pressed.aside or "")
        if aside is None or not await self._desk.player.memory.has(self._sender(aside)):
            await self.fail(pressed.reply_url)
            return
        self._desk.journal.begin_reply(pressed.reply_url)
        await self._say(aside, text, pressed.reply_url, label)

    async def more(self, answer: Answer | None, part: str, reply_url: str) -> None:
        """Show more of an answer to the one who pressed the button."""
        if answer is None:
            await self.fail(reply_url)
            return
        await self.send(reply_url, self._desk.messages.more(answer, part))

    def answer_of(self, pressed: Pressed) -> Answer | None:
        """The latest answer of the conversation that the button belongs to."""
        aside = self._kept.get(pressed.aside or "")
        return aside.answer if aside else None

    async def share(self, pressed: Pressed) -> None:
        """Post the answer for everybody; the post begins a thread of its own."""
        aside = self._kept.get(pressed.aside or "")
        if aside is None or aside.answer is None:
            await self.fail(pressed.reply_url)
            return
        rendered = self._desk.messages.shared(aside.answer, pressed.origin.user)
        message = self._desk.messages.message(rendered)
        try:
            sent = await self._desk.api.call(
                "chat.postMessage",
                channel=aside.channel,
                metadata=metadata(pressed.key, self._desk.messages.known(aside.answer)),
                **message,
            )
        except Refused:
            await self.reply(pressed.reply_url, self._desk.messages.cannot_share())
            return
        except (Later, Unsure):
            await self.fail(pressed.reply_url)
            return
        thread = str(sent.get("ts"))
        self._desk.journal.begin(aside.channel, pressed.key, thread, pressed.origin.user)
        self._desk.journal.done(aside.channel, pressed.key)

    async def fail(self, reply_url: str) -> None:
        """Say that the question has to be asked again."""
        words = self._desk.messages.said(self._desk.player.failed().text)
        await self.reply(reply_url, words)
        self._desk.journal.end_reply(reply_url)

    async def send(self, reply_url: str, rendered: Rendered) -> bool:
        """Send an answer to one user; in words where Slack refuses its blocks."""
        if await self.reply(reply_url, self._desk.messages.message(rendered)):
            return True
        return await self.reply(reply_url, self._desk.messages.message(rendered, in_words=True))

    async def reply(self, reply_url: str, message: Message) -> bool:
        """Send a message to one user; false where it could not be."""
        if urlsplit(reply_url).hostname not in self._hosts:
            return False
        body = {**message, "response_type": "ephemeral", "replace_original": False}

        async def once() -> bool:
            await self._desk.api.respond(reply_url, body)
            return True

        return await insist(once, tries=TRIES) is True

    async def _say(self, aside: Aside, text: str, reply_url: str, label: str | None) -> None:
        async with aside.order:
            audience = self._desk.journal.audience(aside.user)
            aside.answer = await self._desk.player.play(self._sender(aside), text, audience)
            rendered = self._desk.messages.answer(aside.answer, asked=label, aside=aside.id)
            await self.send(reply_url, rendered)
            self._desk.journal.end_reply(reply_url)

    def _sender(self, aside: Aside) -> str:
        return f"slack:{RUN}:aside:{aside.id}"
