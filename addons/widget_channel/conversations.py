"""The conversations that the server issued, and the latest turns of each, played only once."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from b2m_core.contract.codes import Audience

JsonObject = dict[str, object]

MAX_CONVERSATIONS = 1_000
MAX_KEPT_TURNS = 8


class UnknownConversation(LookupError):
    """The server issued no such id, or has forgotten it."""


class OtherMessage(ValueError):
    """The idempotency key was used for another text."""


@dataclass(frozen=True)
class Message:
    """One request: the conversation's id, the message's idempotency key, and what was typed."""

    conversation: str
    id: str
    text: str


@dataclass(frozen=True)
class Turn:
    """A message that was handed over, and the reply to it, or the wait for it."""

    text: str
    answered: "asyncio.Task[JsonObject]"


@dataclass(frozen=True)
class Conversation:
    """For whom the answers are worded at first, and the latest turns by idempotency key."""

    audience: Audience
    turns: "OrderedDict[str, Turn]" = field(default_factory=OrderedDict)

    def drop(self, key: str) -> None:
        """Keep no reply under this key: the same message is played anew."""
        self.turns.pop(key, None)


class Conversations:
    """Conversations by id. The one that was used least lately makes room for a new one."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Conversation] = OrderedDict()

    def begin(self, audience: Audience) -> tuple[str, list[str]]:
        """Issue an id that cannot be guessed; also name the conversations that made room."""
        issued = secrets.token_urlsafe(24)
        self._known[issued] = Conversation(audience)
        over = len(self._known) - MAX_CONVERSATIONS
        return issued, [self._known.popitem(last=False)[0] for _ in range(over)]

    def is_known(self, conversation: object) -> bool:
        """Whether the id was issued and is not forgotten; it then counts as used."""
        if not isinstance(conversation, str) or conversation not in self._known:
            return False
        self._known.move_to_end(conversation)
        return True

    def forget(self, conversation: str) -> None:
        """Know the id no more; nothing happens where it is not known."""
        self._known.pop(conversation, None)

    def kept(self, message: Message) -> Turn | None:
        """The turn that was played for this very message, if it was.

        Raises ``UnknownConversation``, and ``OtherMessage`` where its key had another text.
        """
        if not self.is_known(message.conversation):
            raise UnknownConversation(message.conversation)
        turn = self._known[message.conversation].turns.get(message.id)
        if turn and turn.text != message.text:
            raise OtherMessage(message.id)
        return turn

    def play(
        self, message: Message, played: Callable[[Message, Conversation], Awaitable[JsonObject]]
    ) -> Turn:
        """Begin the turn of a message that ``kept`` does not have, and keep it."""
        conversation = self._known[message.conversation]
        task = asyncio.ensure_future(played(message, conversation))
        turn = conversation.turns[message.id] = Turn(message.text, task)
        while len(conversation.turns) > MAX_KEPT_TURNS:
            conversation.turns.popitem(last=False)
        return turn
