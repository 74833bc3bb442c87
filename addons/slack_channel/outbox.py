"""The way out: a post is tried until Slack has it, once and no more, or refuses it for good.

After a failure that leaves it open whether Slack took the post, the thread is looked at before it
is sent again. What cannot be posted where it belongs goes to the user directly.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Final, TypeVar

from addons.slack_channel.history import metadata, read_history
from addons.slack_channel.messages import Message, Messages, Rendered
from addons.slack_channel.web_api import BLOCK_ERRORS, Later, Refused, Unsure, WebApi

FIRST_WAIT_S: Final = 0.5
LONGEST_WAIT_S: Final = 60.0
NOT_THERE: Final = frozenset(("message_not_found", "cant_update_message", "edit_window_closed"))

T = TypeVar("T")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Where an answer belongs, what it answers, and for whom.

    ``said`` is what a button said for it. ``known`` are the observations that it shows: it carries
    them where it begins a thread of its own.
    """

    channel: str
    thread: str | None
    key: str
    user: str
    said: str = field(default="", repr=False)
    known: str = field(default="", repr=False)

    @property
    def directly(self) -> "Place":
        """The user's own messages, in place of the channel."""
        return replace(self, channel=self.user, thread=None)

    @property
    def carried(self) -> dict[str, Any]:
        """The metadata of a post here."""
        if self.thread is None:
            return metadata(self.key, known=self.known)
        return metadata(self.key, said=self.said)


@dataclass(frozen=True)
class Post:
    """A message of ours, as Slack knows it; ``ts`` is empty while it is unsure whether it is.

    One that is not whole holds the beginning of an answer that Slack takes in no message.
    """

    channel: str
    ts: str
    is_whole: bool = True


class Outbox:
    """Posts, updates and deletes messages of ours."""

    def __init__(self, api: WebApi, messages: Messages) -> None:
        self._api = api
        self._messages = messages

    async def working(self, place: Place) -> Post | None:
        """Say once that the answer takes a while; the answer will stand in its place."""
        try:
            return await self._post(place, self._messages.working())
        except Unsure:
            return Post(place.channel, "")
        except (Later, Refused):
            return None

    async def put(self, place: Place, rendered: Rendered, post: Post | None) -> Post | None:
        """Post an answer, or put it in the place of ``post``; ``None`` when Slack refuses it."""
        in_words = rendered.blocks is None
        waits = Waits()
        while True:
            message, is_whole = self._message(rendered, in_words=in_words)
            try:
                if post and not post.ts:
                    post = await self._find(place)
                if post:
                    await self._update(place, message, post)
                else:
                    post = await self._post(place, message)
                return replace(post, is_whole=is_whole)
            except Later as later:
                await waits.until(later)
            except Unsure:
                post = post or Post(place.channel, "")
                await waits.longer()
            except Refused as refused:
                if refused.code in BLOCK_ERRORS and not in_words:
                    logger.error("Slack refused the blocks (%s): sent in words.", refused.code)
                    in_words = True
                elif post and post.ts and refused.code in NOT_THERE:
                    post = None
                elif place.channel != place.user:
                    logger.error(
                        "Slack refused a post in %s (%s): sent to the user directly.",
                        *(place.channel, refused.code),
                    )
                    place, post = place.directly, None
                else:
                    logger.error("Slack refused a post to a user (%s).", refused.code)
                    return None

    async def delete(self, post: Post) -> None:
        """Take a post back; where it may not be deleted, its words are."""
        where = {"channel": post.channel, "ts": post.ts}
        if await insist(lambda: self._api.call("chat.delete", **where)) is None:
            message = {**self._messages.taken_back(), "blocks": []}
            await insist(lambda: self._api.call("chat.update", **where, **message))

    def _message(self, rendered: Rendered, *, in_words: bool) -> tuple[Message, bool]:
        if in_words:
            return self._messages.first_words(rendered.words)
        return self._messages.message(rendered), True

    async def _post(self, place: Place, message: Message) -> Post:
        thread = {"thread_ts": place.thread} if place.thread else {}
        sent = await self._api.call(
            "chat.postMessage", channel=place.channel, metadata=place.carried, **thread, **message
        )
        return Post(str(sent.get("channel") or place.channel), str(sent.get("ts")))

    async def _update(self, place: Place, message: Message, post: Post) -> None:
        went = place if post.channel == place.channel else place.directly
        await self._api.call(
            "chat.update", channel=post.channel, ts=post.ts, metadata=went.carried, **message
        )

    async def _find(self, place: Place) -> Post | None:
        """Our post for this key, where Slack has it."""
        if place.thread is None:
            return None
        try:
            history = await read_history(self._api, place.channel, place.thread)
        except Refused:
            return None
        own = history.own.get(place.key)
        return Post(place.channel, own.ts) if own else None


class Waits:
    """How long to wait before the next try."""

    def __init__(self) -> None:
        self._next_s = FIRST_WAIT_S

    async def until(self, later: Later) -> None:
        """As long as Slack says."""
        logger.warning("Slack takes nothing now (%s): waiting %s s.", later.code, later.wait_s)
        await asyncio.sleep(later.wait_s)

    async def longer(self) -> None:
        """Twice as long each time."""
        logger.warning("Slack could not be reached: waiting %s s.", self._next_s)
        await asyncio.sleep(self._next_s)
        self._next_s = min(2 * self._next_s, LONGEST_WAIT_S)


async def insist(call: Callable[[], Awaitable[T]], *, tries: int | None = None) -> T | None:
    """Make a call that may be made twice until Slack has it; ``None`` when it is given up.

    It is given up when Slack refuses it, or after so many ``tries``.
    """
    waits = Waits()
    for number in count(1):
        try:
            return await call()
        except Refused as refused:
            logger.error("Slack refused a call (%s).", refused.code)
            return None
        except (Later, Unsure) as failure:
            if number == tries:
                logger.error("A call to Slack was given up after %s tries.", tries)
                return None
            if isinstance(failure, Later):
                await waits.until(failure)
            else:
                await waits.longer()
    return None
