"""The files below an answer: the chart of serial values, and the words that no message could hold.

Which files stand below which answer is in the journal, so that they are taken back with it after a
restart too.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from addons.drawing import draw
from addons.slack_channel.journal import Journal
from addons.slack_channel.outbox import Post, insist
from addons.slack_channel.web_api import Refused, Upload, WebApi
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library
from b2m_core.rendering.block_kit import parted

CHART: Final = "b2m.png"
WORDS: Final = "b2m.txt"
MAX_ALT: Final = 1000
"""Slack refuses more with ``alt_txt_too_large``. The answer itself names every value."""
TRIES: Final = 3
"""A file keeps no later answer waiting: a chart only shows what the answer says."""


class Files:
    """Draws, uploads and takes back; a file belongs to the turn ``key`` of a ``channel``."""

    def __init__(self, api: WebApi, library: Library, journal: Journal) -> None:
        self._api = api
        self._library = library
        self._journal = journal

    async def show(self, answer: Answer, post: Post, thread: str, channel: str, key: str) -> None:
        """Put the files of an answer below its ``post``, in place of those that stood there.

        ``thread`` is that of the channel; a post that went to the user directly begins its own.
        """
        await self.take_back(channel, key)
        place = thread if post.channel == channel else post.ts
        for upload in [*self._words(answer, post), *await self.charts(answer)]:
            if file := await self.upload(upload, post.channel, place):
                self._journal.add_file(channel, key, file)

    async def charts(self, answer: Answer) -> list[Upload]:
        """The chart of an answer that compares values, where there is one."""
        drawn = await draw(answer, self._library, "png")
        if drawn is None:
            return []
        alt = next(parted(drawn.alt, MAX_ALT), None)
        return [Upload(drawn.content, CHART, drawn.title, alt)]

    async def upload(self, upload: Upload, channel: str, thread: str) -> str | None:
        """Upload a file into a thread; its id, or ``None`` where Slack does not take it."""
        return await insist(lambda: self._api.upload(upload, channel, thread), tries=TRIES)

    async def take_back(self, channel: str, key: str) -> None:
        """Delete the files that stand below an answer; what cannot be now is tried again later."""
        for file in self._journal.files(channel, key):
            if await insist(lambda file=file: self._delete(file), tries=TRIES):  # type: ignore[misc]
                self._journal.remove_file(channel, key, file)

    async def _delete(self, file: str) -> bool:
        with suppress(Refused):  # somebody else did
            await self._api.call("files.delete", file=file)
        return True

    def _words(self, answer: Answer, post: Post) -> Iterator[Upload]:
        if not post.is_whole:
            title = self._library.phrases.slack.notification
            yield Upload(answer.text.encode(), WORDS, title)
