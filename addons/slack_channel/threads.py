"""One thread is one patient: its messages in order, each with its answer.

A thread is a list of turns. A new message at its end is played on; an edit, a deletion or a late
message plays the whole thread anew, and every answer that changed is put in its old place. What is
not in memory, after a restart say, is read from Slack.
"""

import asyncio
import logging
import secrets
import time
import traceback
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from addons.slack_channel.events import Said
from addons.slack_channel.files import Files
from addons.slack_channel.history import History, Own, read_history
from addons.slack_channel.journal import Journal
from addons.slack_channel.messages import Messages, from_text, to_text
from addons.slack_channel.outbox import Outbox, Place, Post, insist
from addons.slack_channel.player import Player, patiently
from addons.slack_channel.web_api import WebApi
from b2m_core.contract.models import Answer, Observation

RUN: Final = secrets.token_hex(4)
"""In every conversation's name: what an earlier run left behind is never gone on with."""

logger = logging.getLogger(__name__)

Recall = Callable[[History, str], list[Said]]
"""Which messages of a channel's thread are for us."""


@dataclass(frozen=True)
class Desk:
    """What every thread works with."""

    api: WebApi
    journal: Journal
    player: Player
    outbox: Outbox
    messages: Messages
    files: Files
    recall: Recall


def moment(key: str) -> Decimal:
    """When a key was given: the id of a message begins with its time."""
    try:
        return Decimal(key.partition(":")[0])
    except InvalidOperation:
        return Decimal(0)


@dataclass(eq=False)
class Turn:
    """What a user said, and what became of it.

    A ``pressed`` turn was said with a button. One with ``known`` observations began in another
    place, and says these. ``edited`` is when its text was changed last.
    """

    key: str
    user: str
    text: str | None
    pressed: str | None = None
    known: tuple[Observation, ...] = ()
    has_files: bool = False
    edited: Decimal = Decimal(0)
    answer: Answer | None = None
    post: Post | None = None
    arrived: float = field(default_factory=time.monotonic)

    @property
    def at(self) -> Decimal:
        """Its place in the thread."""
        return moment(self.key)

    def __lt__(self, other: "Turn") -> bool:
        return self.at < other.at


class Thread:
    """The turns of one thread, worked on one after the other."""

    def __init__(self, desk: Desk, channel: str, thread: str, *, is_new: bool) -> None:
        self.channel = channel
        self.thread = thread
        self.turns: list[Turn] = []
        self._desk = desk
        self._added: list[Turn] = []
        self._edited: dict[str, Said] = {}
        self._deleted: set[str] = set()
        self._is_new = is_new
        self._loading: asyncio.Task[None] | None = None
        self._expected: dict[str, str] = {}
        self._own: dict[str, Post] = {}
        self._is_from_before = False  # then it is not known what the posts show
        self._plays = 0
        self.work: asyncio.Task[None] | None = None

    @property
    def pending(self) -> int:
        """How many changes wait."""
        return len(self._added) + len(self._edited) + len(self._deleted)

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        return self.work is None or self.work.done()

    def find(self, post: str) -> Turn | None:
        """The turn that this post of ours answers."""
        return next((turn for turn in self.turns if turn.post and turn.post.ts == post), None)

    def add(self, turn: Turn) -> None:
        """Take a new turn."""
        insort(self._added, turn)
        self.wake()

    def edit(self, said: Said) -> None:
        """Take what a message says now; an edit that comes after a later one is nothing new."""
        for turn in self._added:
            if turn.key == said.key:
                _take_edit(turn, said)
                return
        before = self._edited.get(said.key)
        if before is None or moment(before.edited) <= moment(said.edited):
            self._edited[said.key] = said
        self.wake()

    def delete(self, key: str) -> None:
        """Take a message back."""
        self._added = [turn for turn in self._added if turn.key != key]
        self._deleted.add(key)
        self.wake()

    def expect(self, key: str, user: str) -> None:
        """Take a message whose text only Slack has."""
        self._expected[key] = user
        self.wake()

    async def load(self) -> None:
        """Read the thread from Slack where it is not in memory; whoever asks waits for the same."""
        if self._is_new:
            return
        if self._loading is None:
            self._loading = asyncio.get_running_loop().create_task(self._load())
        await asyncio.shield(self._loading)

    async def close(self) -> None:
        """Forget everything."""
        await self._desk.player.memory.forget(self._sender)

    @property
    def _sender(self) -> str:
        return f"slack:{RUN}:{self.channel}:{self.thread}:{self._plays}"

    def wake(self) -> None:
        """Begin to work on what waits, here or in Slack."""
        if self.is_idle:
            self.work = asyncio.get_running_loop().create_task(self._work_off())

    async def _work_off(self) -> None:
        await self._guarded(self.load())
        while self.pending:
            if self._deleted or self._edited:
                deleted, self._deleted = self._deleted, set()
                edited, self._edited = self._edited, {}
                await self._guarded(self._change(deleted, edited))
            else:
                await self._guarded(self._answer(self._added.pop(0)))

    async def _guarded(self, work: "asyncio.Future[None] | object") -> None:
        """One piece of work must not take the thread's others with it."""
        try:
            await work  # type: ignore[misc]  # a coroutine of ours
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__))
            logger.error("A thread's work failed with %s at\n%s", type(error).__name__, where)

    async def _load(self) -> None:
        """Put together what was said and answered here; what has no answer waits for one."""
        read = await insist(lambda: read_history(self._desk.api, self.channel, self.thread))
        history = read or History()
        self._own = {key: Post(self.channel, own.ts) for key, own in history.own.items()}
        self._is_from_before = bool(self._own)
        waiting = {turn.key for turn in self._added}
        for post in history.own.values():
            if pressed := self._own_turn(post):
                insort(self.turns, pressed)
        self._deleted |= history.answers_to_nothing
        for said in self._desk.recall(history, self.channel):
            turn = turn_of(said)
            own = history.own.get(said.key)
            if own and moment(said.edited) > moment(own.at):
                self._edited.setdefault(said.key, said)  # changed while nobody was here
            is_done = self._desk.journal.is_done(self.channel, said.key)
            if is_done or (said.key in self._own and said.key not in self._expected):
                insort(self.turns, turn)
            elif said.key not in waiting:  # it was lost on the way, or is still on it
                self._desk.journal.begin(self.channel, said.key, self.thread, turn.user)
                insort(self._added, turn)
        for turn in (*self.turns, *self._added):
            turn.post = self._own.get(turn.key)
        for key in set(self._expected) - {turn.key for turn in self._added}:
            if read is None:  # nobody can say what it was, so it has to be sent again
                insort(self._added, Turn(key, self._expected[key], None))
            else:
                self._desk.journal.done(self.channel, key)
        await self._replay()

    async def _play(self, turn: Turn) -> None:
        """Let the assistant answer; what cannot be recalled gets the notice that it failed."""
        if turn.text is None:
            turn.answer = self._desk.player.failed()
            return
        audience = self._desk.journal.audience(turn.user)
        turn.answer = await self._desk.player.play(self._sender, turn.text, audience, turn.known)

    async def _replay(self) -> None:
        await self._desk.player.memory.forget(self._sender)
        self._plays += 1
        for turn in self.turns:
            await self._play(turn)

    async def _answer(self, turn: Turn) -> None:
        before = {one: one.answer for one in self.turns}
        goes_on = not self.turns or (
            self.turns[-1] < turn and await self._desk.player.memory.has(self._sender)
        )
        insort(self.turns, turn)

        async def say_working() -> None:
            if turn.post is None:
                turn.post = await self._desk.outbox.working(self._place(turn))

        await patiently(self._play(turn) if goes_on else self._replay(), turn.arrived, say_working)
        if turn.key not in self._deleted:
            await self._put(turn)
        await self._refresh(before)

    async def _change(self, deleted: set[str], edited: dict[str, Said]) -> None:
        gone = [turn for turn in self.turns if turn.key in deleted]
        self.turns = [turn for turn in self.turns if turn not in gone]
        before = {turn: None if self._is_from_before else turn.answer for turn in self.turns}
        self._is_from_before = False
        for turn in self.turns:
            if said := edited.get(turn.key):
                _take_edit(turn, said)
        await self._replay()
        posts = {self._own.pop(key, None) for key in deleted} | {turn.post for turn in gone}
        for post in posts:
            if post and post.ts:
                await self._desk.outbox.delete(post)
        for key in deleted:
            await self._desk.files.take_back(self.channel, key)
            self._desk.journal.done(self.channel, key)
        await self._refresh(before)

    async def _refresh(self, before: dict[Turn, Answer | None]) -> None:
        """Put every other answer that changed in its old place."""
        for turn, answer in before.items():
            # A post that begins the thread depends on nothing in it.
            begins = turn.post is not None and turn.post.ts == self.thread
            if turn.answer != answer and not begins:
                await self._put(turn)

    async def _put(self, turn: Turn) -> None:
        if turn.answer is None:
            return
        rendered = self._desk.messages.answer(
            turn.answer, asked=turn.pressed, has_files=turn.has_files
        )
        turn.post = await self._desk.outbox.put(self._place(turn), rendered, turn.post)
        self._desk.journal.done(self.channel, turn.key)
        if turn.post:
            await self._desk.files.show(turn.answer, turn.post, self.thread, self.channel, turn.key)

    def _place(self, turn: Turn) -> Place:
        return Place(
            self.channel,
            self.thread,
            turn.key,
            turn.user,
            said=turn.text if turn.pressed and turn.text else "",
            known=to_text(turn.answer.observations) if turn.answer else "",
        )

    def _own_turn(self, own: Own) -> Turn | None:
        """What was said without a message: with a button, or where the thread began."""
        if own.said:
            return Turn(own.key, "", own.said, own.said)
        if own.known:
            known = from_text(own.known)
            return Turn(own.key, "", self._desk.messages.named(known), known=known)
        return None


def turn_of(said: Said) -> Turn:
    """A message as a turn that has no answer yet."""
    return Turn(
        said.key,
        said.origin.user,
        said.text,
        has_files=said.has_files,
        edited=moment(said.edited),
    )


def _take_edit(turn: Turn, said: Said) -> None:
    if moment(said.edited) >= turn.edited:
        turn.text, turn.has_files, turn.edited = said.text, said.has_files, moment(said.edited)
