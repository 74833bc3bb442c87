"""What comes in: each event once, each where it belongs, none refused in silence."""

import asyncio
import logging
import traceback
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any, Final, TypeVar, cast, get_args

from addons.slack_channel.access import refusal
from addons.slack_channel.asides import Asides
from addons.slack_channel.events import (
    Asked,
    Deleted,
    Edited,
    Event,
    HomeOpened,
    Origin,
    Pressed,
    Said,
)
from addons.slack_channel.home import AUDIENCE, home
from addons.slack_channel.outbox import insist
from addons.slack_channel.settings import Settings
from addons.slack_channel.threads import Desk, Thread, Turn, turn_of
from b2m_core.contract.codes import Audience
from b2m_core.knowledge.library import Library
from b2m_core.rendering.slack import ACTION, NEXT_STEPS, NOT_USED, OPTION, SOURCES

MAX_PENDING: Final = 5000
MAX_THREADS: Final = 500
MAX_SEEN: Final = 10_000
MAX_PASSED_BY: Final = 1000
TRIES: Final = 3

V = TypeVar("V")

logger = logging.getLogger(__name__)


class Latest(OrderedDict[str, V]):
    """The latest things by key; the oldest leave when there are too many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def note(self, key: str, value: V) -> bool:
        """Keep a thing; false when its key was there already."""
        if key in self:
            return False
        self[key] = value
        while len(self) > self._most:
            self.popitem(last=False)
        return True


class Inbox:
    """Takes events, and answers each in its thread or aside."""

    def __init__(self, desk: Desk, asides: Asides, settings: Settings, library: Library) -> None:
        self._desk = desk
        self._asides = asides
        self._settings = settings
        self._library = library
        self._threads: OrderedDict[tuple[str, str], Thread] = OrderedDict()
        self._seen: Latest[None] = Latest(MAX_SEEN)
        self._gone: Latest[None] = Latest(MAX_SEEN)
        self._passed_by: Latest[Said] = Latest(MAX_PASSED_BY)
        self._opening: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_full(self) -> bool:
        """Whether no more can be taken; Slack sends it again later."""
        waiting = sum(thread.pending for thread in self._threads.values())
        return waiting + len(self._tasks) >= MAX_PENDING

    async def close(self) -> None:
        """Stop all work; what has no answer yet is in the journal."""
        works = [*self._tasks, *(t.work for t in self._threads.values() if t.work is not None)]
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)

    def resume(self) -> None:
        """Go on with what an earlier run left without an answer."""
        for waiting in self._desk.journal.waiting():
            thread = self._thread(waiting.channel, waiting.thread, is_new=False)
            if ":" in waiting.key:  # a button: only the earlier run knew what it said
                thread.add(Turn(waiting.key, waiting.user, None))
            else:
                thread.expect(waiting.key, waiting.user)
        for url in self._desk.journal.broken_replies():
            self._do(self._asides.fail(url))

    def take(self, event: Event) -> None:
        """Take an event; returns at once."""
        origin = event.said.origin if isinstance(event, Edited) else event.origin
        if reason := refusal(origin, self._settings):
            logger.warning(
                "Refused (%s): user %s, channel %s.", *(reason, origin.user, origin.channel)
            )
            if reason != "workspace":
                self._refuse(event, origin, reason)
            return
        match event:
            case Said():
                self._said(event)
            case Edited():
                self._edited(event.said)
            case Deleted():
                self._deleted(event.origin.channel, event.key)
            case Pressed():
                self._pressed(event)
            case Asked():
                if self._seen.note(event.key, None):
                    self._do(self._asides.ask(event))
            case HomeOpened():
                if event.origin.user not in self._opening:
                    self._do(self._open_home(event.origin.user))

    def _said(self, said: Said) -> None:
        channel = said.origin.channel
        if f"{channel}:{said.key}" in self._gone:
            return
        if not self._is_for_us(said):
            # The message that makes this thread ours may still be on its way.
            if said.is_reply and said.text:
                self._passed_by.note(f"{channel}:{said.key}", said)
            return
        if not self._desk.journal.begin(channel, said.key, said.thread, said.origin.user):
            return
        thread = self._thread(channel, said.thread, is_new=not said.is_reply)
        thread.add(turn_of(said))
        for name, passed in list(self._passed_by.items()):
            if passed.origin.channel == channel and passed.thread == said.thread:
                del self._passed_by[name]
                if said.key < passed.key:
                    self._said(passed)

    def _is_for_us(self, said: Said) -> bool:
        if said.is_for_us:
            return True
        # A file alone, between other people of the thread, asks nothing.
        is_ours = self._desk.journal.has_thread(said.origin.channel, said.thread)
        return is_ours and said.is_reply and bool(said.text)

    def _edited(self, said: Said) -> None:
        self._passed_by.pop(f"{said.origin.channel}:{said.key}", None)
        if self._desk.journal.has(said.origin.channel, said.key):
            self._thread(said.origin.channel, said.thread).edit(said)
        else:  # it was not for us before
            self._said(said)

    def _deleted(self, channel: str, key: str) -> None:
        self._gone.note(f"{channel}:{key}", None)  # it may come after this
        self._passed_by.pop(f"{channel}:{key}", None)
        if thread := self._desk.journal.thread_of(channel, key):
            self._thread(channel, thread).delete(key)

    def _pressed(self, pressed: Pressed) -> None:
        if not self._seen.note(pressed.key, None):
            return
        name = pressed.action.removeprefix(ACTION)
        button = self._library.phrases.buttons.get(name)
        if pressed.action == AUDIENCE:
            self._do(self._choose(pressed))
        elif name in (SOURCES, NEXT_STEPS, NOT_USED):
            self._do(self._more(pressed, name))
        elif name == "share":
            self._do(self._asides.share(pressed))
        elif pressed.action.startswith(OPTION):
            self._say(pressed, pressed.value, pressed.value)
        elif button and button.says:
            self._say(pressed, button.says, button.label.clinician)

    def _say(self, pressed: Pressed, text: str, label: str) -> None:
        if pressed.aside is not None:
            self._do(self._asides.say(pressed, text, label))
            return
        channel, user = pressed.origin.channel, pressed.origin.user
        if self._desk.journal.begin(channel, pressed.key, pressed.thread, user):
            thread = self._thread(channel, pressed.thread)
            thread.add(Turn(pressed.key, user, text, label))

    async def _more(self, pressed: Pressed, part: str) -> None:
        if pressed.aside is not None:
            answer = self._asides.answer_of(pressed)
        else:
            thread = self._thread(pressed.origin.channel, pressed.thread)
            thread.wake()
            await thread.load()
            turn = thread.find(pressed.message)
            answer = turn.answer if turn else None
        await self._asides.more(answer, part, pressed.reply_url)

    async def _choose(self, pressed: Pressed) -> None:
        if pressed.value in get_args(Audience):
            self._desk.journal.set_audience(pressed.origin.user, cast(Audience, pressed.value))
        await self._show_home(pressed.origin.user)

    async def _open_home(self, user: str) -> None:
        """Show the page once, however often it is opened meanwhile."""
        self._opening.add(user)
        try:
            await self._show_home(user)
        finally:
            self._opening.discard(user)

    async def _show_home(self, user: str) -> None:
        view = home(self._library, self._desk.journal.audience(user))
        await insist(
            lambda: self._desk.api.call("views.publish", user_id=user, view=view), tries=TRIES
        )

    def _refuse(self, event: Event, origin: Origin, reason: str) -> None:
        """Tell who asked us, and nobody else, that they are not answered."""
        slack = self._library.phrases.slack
        words = slack.not_this_user if reason == "user" else slack.not_this_channel
        message = self._desk.messages.said(words)
        if isinstance(event, Asked | Pressed):
            self._do(self._reply(event.reply_url, message))
        elif (
            isinstance(event, Said)
            and (event.mentioned or origin.is_direct)
            and self._seen.note(f"{origin.channel}:{event.key}", None)
        ):
            self._do(self._whisper(event, message))

    async def _reply(self, url: str, message: dict[str, Any]) -> None:
        await self._asides.reply(url, message)

    async def _whisper(self, said: Said, message: dict[str, Any]) -> None:
        thread = {"thread_ts": said.thread} if said.is_reply else {}
        origin = said.origin
        await insist(
            lambda: self._desk.api.call(
                "chat.postEphemeral", channel=origin.channel, user=origin.user, **thread, **message
            ),
            tries=TRIES,
        )

    def _thread(self, channel: str, thread: str, *, is_new: bool = False) -> Thread:
        place = (channel, thread)
        if place not in self._threads:
            self._threads[place] = Thread(self._desk, channel, thread, is_new=is_new)
        self._threads.move_to_end(place)
        if len(self._threads) > MAX_THREADS:
            idle = next((one for one, kept in self._threads.items() if kept.is_idle), None)
            if idle and idle != place:
                self._do(self._threads.pop(idle).close())
        return self._threads[place]

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(_guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:  # neither its words nor its arguments: they may hold a message
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("Work for Slack failed with %s at\n%s", type(error).__name__, where)
