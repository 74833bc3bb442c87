"""Answers that only the asker sees: slash command and shortcut. One question, one conversation.

Such a conversation lives in memory. An address at which somebody waits is noted, so that after a
restart they learn that they have to ask again.
"""

import asyncio
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from addons.slack_channel.events import Asked, Pressed
from addons.slack_channel.history import metadata
from addons.slack_channel.messages import Message, Rendered, to_text
from addons.slack_channel.outbox import insist
from addons.slack_channel.player import patiently
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
        await self._say(aside, asked.text, asked.reply_url, has_files=asked.has_files)

    async def say(self, pressed: Pressed, text: str, label: str) -> None:
        """Go on with a conversation by a button."""
        aside = self._kept.get(pressed.aside or "")
        if aside is None or not await self._desk.player.memory.has(self._sender(aside)):
            await self.fail(pressed.reply_url)
            return
        self._desk.journal.begin_reply(pressed.reply_url)
        await self._say(aside, text, pressed.reply_url, label=label)

    async def more(self, answer: Answer | None, part: str, reply_url: str) -> None:
        """Show more of an answer to the one who pressed the button."""
        if answer is None:
            await self.fail(reply_url)
            return
        for message in self._desk.messages.more(answer, part):
            await self.reply(reply_url, message)

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
        known = to_text(aside.answer.observations)
        try:
            sent = await self._desk.api.call(
                "chat.postMessage",
                channel=aside.channel,
                metadata=metadata(pressed.key, known=known),
                **self._desk.messages.message(rendered),
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

    async def send(self, reply_url: str, rendered: Rendered) -> None:
        """Send an answer to one user; in words where there are no blocks or Slack refuses them."""
        messages = self._desk.messages
        if rendered.blocks and await self.reply(reply_url, messages.message(rendered)):
            return
        for message in messages.in_words(rendered.words):
            await self.reply(reply_url, message)

    async def reply(self, reply_url: str, message: Message, *, tries: int = TRIES) -> bool:
        """Send a message to one user; false where it could not be."""
        if urlsplit(reply_url).hostname not in self._hosts:
            return False
        body = {**message, "response_type": "ephemeral", "replace_original": False}

        async def once() -> bool:
            await self._desk.api.respond(reply_url, body)
            return True

        return await insist(once, tries=tries) is True

    async def _say(
        self,
        aside: Aside,
        text: str,
        reply_url: str,
        *,
        label: str | None = None,
        has_files: bool = False,
    ) -> None:
        arrived = time.monotonic()
        async with aside.order:
            audience = self._desk.journal.audience(aside.user)
            playing = self._desk.player.play(self._sender(aside), text, audience)

            async def say_working() -> None:
                # Slack lets no app replace it: the answer stands below it.
                await self.reply(reply_url, self._desk.messages.working(), tries=1)

            aside.answer = await patiently(playing, arrived, say_working)
            rendered = self._desk.messages.answer(
                aside.answer, asked=label, has_files=has_files, aside=aside.id
            )
            await self.send(reply_url, rendered)
            self._desk.journal.end_reply(reply_url)
            await self._show_charts(aside, aside.answer)

    async def _show_charts(self, aside: Aside, answer: Answer) -> None:
        """Charts go to the user's own messages: Slack shows no uploaded file to one user alone.

        What is written below goes on with the values of the answer.
        """
        message = {
            "channel": aside.user,
            "metadata": metadata(aside.id, known=to_text(answer.observations)),
            **self._desk.messages.private_chart(),
        }
        for chart in await self._desk.files.charts(answer):
            if sent := await insist(
                lambda: self._desk.api.call("chat.postMessage", **message), tries=1
            ):
                await self._desk.files.upload(chart, str(sent["channel"]), str(sent["ts"]))

    def _sender(self, aside: Aside) -> str:
        return f"slack:{RUN}:aside:{aside.id}"
